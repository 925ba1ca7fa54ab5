import Gateways
import Journeys
import Ledgers

/// One pass of the real holder over what lies in the inbox.
struct HolderRun {
  /// The looks at the inbox come at once, so that the pauses between them are not measured.
  private static let pollInterval = Duration.milliseconds(5)

  let workplace: Workplace
  let endpoint: Endpoint

  /// `documents`: how many have to be accepted.
  func run(files: Int, documents: Int) async throws -> Facts {
    let ledger = try workplace.ledger()
    let settings = workplace.settings(endpoint, pollInterval: Self.pollInterval)
    return try await endpoint.withGateway { gateway in
      let watch = CallWatch(gateway)
      let consumption = Consumption()
      let holder = try Holder(settings: settings, ledger: ledger, gateways: ["erp": watch], logger: Endpoint.logger)
      let report = try await holder.run()
      try watch.check()
      guard report.files == files, report.count("accepted") == documents else { throw RunFailed(report: report) }
      var facts = Facts()
      facts.add("ledger", workplace.ledgerKind.rawValue)
      facts.add("files", report.files)
      facts.add("calls", watch.count)
      facts.add("calls_per_second", watch.rate)
      facts.add("files_per_second", Double(files) / consumption.seconds)
      consumption.write(to: &facts)
      if let sqlite = ledger as? SQLiteLedger {
        facts.add("commits", sqlite.statistics.commits)
        facts.add("writes", sqlite.statistics.writes)
        try sqlite.close()
      }
      return facts
    }
  }
}

struct RunFailed: Error, CustomStringConvertible {
  let report: RunReport
  var description: String { "not everything was accepted: \(report)" }
}
