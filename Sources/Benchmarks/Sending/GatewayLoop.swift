import Contracts
import Gateways
import Translation

/// Ferry's gateway alone: the calls of a file in a loop, without journey and ledger. What it gets is the most a run can get.
struct GatewayLoop {
  private let file: OpenedFile
  private let endpoint: Endpoint

  init(_ arguments: inout Arguments) throws(UsageError) {
    file = try OpenedFile(arguments.word("file"))
    endpoint = try Endpoint(arguments)
  }

  func run() async throws -> Facts {
    var calls: [PlannedCall] = []
    try file.forEachPlan { plan in
      calls.append(plan.call)
      return true
    }
    let all = calls
    let endpoint = endpoint
    return try await endpoint.withGateway { gateway in
      let watch = CallWatch(gateway)
      let consumption = Consumption()
      await withDiscardingTaskGroup { group in
        for lane in 0..<endpoint.inFlight {
          group.addTask {
            for place in stride(from: lane, to: all.count, by: endpoint.inFlight) { _ = await watch.perform(all[place]) }
          }
        }
      }
      try watch.check()
      var facts = Facts()
      facts.add("calls", watch.count)
      facts.add("calls_per_second", watch.rate)
      consumption.write(to: &facts)
      return facts
    }
  }
}
