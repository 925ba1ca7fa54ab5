import Journeys
import Ledgers
import Mailboxes
import SystemPackage

/// How long until the first call: after the marker of a file appears under `watch`, or after the start with many files waiting.
struct FirstCall {
  private enum Occasion: String { case marker, waiting }

  private let occasion: Occasion
  private let count: Int
  private let poll: Duration
  private let workplace: Workplace
  private let endpoint: Endpoint

  init(_ arguments: inout Arguments) throws {
    let word = try arguments.word("occasion")
    guard let occasion = Occasion(rawValue: word) else { throw UsageError("\(word) is no occasion") }
    self.occasion = occasion
    count = try arguments.count("count", default: 1)
    poll = .milliseconds(try arguments.number("--poll", default: 1_000))
    workplace = try Workplace(arguments)
    endpoint = try Endpoint(arguments)
  }

  func run() async throws -> Facts {
    let ledger = try workplace.ledger()
    let rules = occasion == .marker ? ScanRules(markerRequired: ".done") : ScanRules(restPeriod: .zero)
    let settings = workplace.settings(endpoint, rules: rules, pollInterval: poll)
    return try await endpoint.withGateway { gateway in
      if occasion == .waiting {
        for number in 0..<count { try OrderFile(number: number, lines: 1).write(into: workplace.folders.inbox) }
      }
      let watch = CallWatch(gateway)
      var began = ContinuousClock.now
      let consumption = Consumption()
      let holder = try Holder(settings: settings, ledger: ledger, gateways: ["erp": watch], logger: Endpoint.logger)
      try await withThrowingTaskGroup { group in
        group.addTask { _ = try await holder.watch() }
        if occasion == .marker {
          // Let it look at an empty inbox first; where in its interval the marker comes is left to chance.
          try await Task.sleep(for: poll * 2 + poll * Double.random(in: 0..<1))
          let file = OrderFile(number: 0, lines: 1)
          try file.write(into: workplace.folders.inbox)
          began = .now
          try OrderFile.write("", to: workplace.folders.inbox.appending(file.name + ".done"))
        }
        for await _ in watch.firstCall { break }
        holder.stop()
        try await group.waitForAll()
      }
      guard let first = watch.firstCallBegan else { throw CallFailed(outcome: "none was made") }
      var facts = Facts()
      facts.add("occasion", occasion.rawValue)
      facts.add("milliseconds_to_first_call", began.duration(to: first) / .milliseconds(1))
      consumption.write(to: &facts)
      return facts
    }
  }
}
