import Contracts
import Sandbox
import Testing

/// One fault, while it lasts and afterwards.
struct FaultStage {
  let workplace: Workplace
  let fault: WireFault
  let proxy: FaultProxy

  var file: String {
    Workplace.ordersHeader
      + fault.numbers.map { number in (1...fault.lines).map { "\(number);\($0);P\($0);10.50;3\n" }.joined() }.joined()
  }

  private var row: Comment { "\(fault.what)" }

  private func ferry(_ arguments: [String], _ settings: [String: String]) async throws -> FerryProgram.Ending {
    try await workplace.start(arguments, settings: settings).ending
  }

  /// What stands in the row.
  func expectTruth(_ settings: [String: String]) async throws {
    let ending = try await ferry(["run"], settings)
    let answer = workplace.files("outbox").first.flatMap { try? workplace.text("outbox/" + $0) } ?? "no answer"
    #expect(ending.exit == fault.exit, "\(fault.what): \(ending.output)\(ending.errors)\(answer)")
    #expect(proxy.calls == fault.calls, row)
    let counts = workplace.sandbox.server.orderCounts
    #expect(counts.values.reduce(0, +) == fault.there, row)
    #expect(counts.values.allSatisfy { $0 == 1 }, row)
    let documents = try JSONReader.read(Array(try await ferry(["status", "--json"], settings).output.utf8))["documents"]?.members ?? []
    #expect(
      documents.flatMap { state in Array(repeating: state.name, count: Int(state.value.text ?? "") ?? 0) }.sorted() == fault.ledger, row)
    guard !fault.answer.isEmpty else { return #expect(workplace.files("outbox") == [], row) }
    let rows = try workplace.rows("orders.answer.csv")
    #expect(rows.map { "\($0[3]) / \($0[4].isEmpty ? "–" : $0[4])" } == fault.answer, row)
  }

  /// The fault is over: what is left to do is done, and each order was entered once.
  func settle(_ settings: [String: String]) async throws {
    let last = try #require(fault.numbers.last)
    let ending: FerryProgram.Ending
    switch fault.end {
    case .nothing: return
    case .run: ending = try await ferry(["run"], settings)
    case .confirm:
      let ids = workplace.posts.last { $0.committed && $0.orderNumber == last }?.externalIDs ?? []
      ending = try await ferry(["resolve", last] + ids.flatMap { ["--confirm", "\($0)@2018-01-16"] }, settings)
    case .resend: ending = try await ferry(["resolve", last, "--resend"], settings)
    }
    #expect(ending.exit == 0, "\(fault.what): \(ending.output)\(ending.errors)")
    #expect(workplace.sandbox.server.orderCounts == Dictionary(uniqueKeysWithValues: fault.numbers.map { ($0, 1) }), row)
    let statuses = try workplace.files("outbox").filter { $0.contains("answer-update") || fault.end == .run }.flatMap(workplace.statuses)
    #expect(statuses == Array(repeating: "accepted", count: fault.lines), row)
  }
}
