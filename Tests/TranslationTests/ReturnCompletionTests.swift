import Contracts
import Documents
import Testing
import Translation

@Suite struct ReturnCompletionTests {
  private let completion = ReturnCompletion(file: "returns.csv")
  private let recorded = RecordedOrder(
    body: Array(
      """
      {"items":[{"index":"i1","part":{"identifier":{"external":{"partNumber":"P1"},"tecdoc":{"partNumber":"T1","manufacturerId":"0013"}}}},\
      {"index":"i2","part":{"identifier":{"external":{"partNumber":"P2"}}}},{"index":"i3","part":{"identifier":{"external":{"partNumber":"P3"}}}}]}
      """.utf8),
    response: Array(
      """
      {"items":[{"externalOrderId":"A","externalOrderDate":"16/01/2018","lines":[{"index":"i1"},{"index":"i2"}]},\
      {"externalOrderId":17,"lines":[{"index":"i1"}]},{"externalOrderId":"C","externalOrderDate":"D3","lines":[{"index":"i3"}]}]}
      """.utf8))

  private func returned(_ rows: String..., columns: String = "") throws -> Document {
    let header =
      "return_number;order_number;return_date;line;quantity;reason;part_number;tecdoc_part_number;tecdoc_manufacturer_id" + columns
    let text = ([header] + rows.map { "R1;O1;2018-04-04;" + $0 }).map { $0 + "\n" }.joined()
    let file = try ReadFile(text, named: "returns.csv", as: .returns)
    try #require(file.said == [], "\(file.said)")
    return file.documents[0]
  }

  private func externals(_ document: Document) -> [[String?]] {
    document.entries(of: 1, in: 0).map { entry in
      ["external_order_id", "external_order_date"].map { document.string($0, in: entry) }
    }
  }

  @Test func `a return that names its external orders needs no completion`() throws {
    let document = try returned("1;1;DAMAGED;P1;;;A;D", columns: ";external_order_id;external_order_date")
    #expect(completion.orderNumber(of: document) == nil)
    let completed = completion.complete(document, from: nil)
    #expect(completed.findings == [])
    #expect(externals(completed.document) == [["A", "D"]])
  }

  @Test func `a return gets the external orders that hold its parts, with the date verbatim`() throws {
    let document = try returned("1;1;DAMAGED;P2;;", "2;1;DAMAGED;P3;;")
    #expect(completion.orderNumber(of: document) == "O1")
    let completed = completion.complete(document, from: recorded)
    #expect(completed.findings == [])
    #expect(externals(completed.document) == [["A", "16/01/2018"], ["C", "D3"]])
    var planner = DocumentPlanner(kind: .returns, handling: Handling())
    let fingerprint = planner.fingerprint(of: document)
    let plan = planner.plan(completed.document, fingerprint: fingerprint)
    #expect(
      try JSONReader.read(#require(plan).call.body)["orders"]
        == .array([
          .object([.init("externalId", .string("A")), .init("externalDate", .string("16/01/2018"))]),
          .object([.init("externalId", .string("C")), .init("externalDate", .string("D3"))]),
        ]))
  }

  @Test func `a part is found by its TecDoc pair too, and an order without a date is a finding`() throws {
    let completed = completion.complete(try returned("1;1;DAMAGED;;T1;0013"), from: recorded)
    #expect(externals(completed.document) == [["A", "16/01/2018"], ["17", nil]])
    #expect(
      completed.findings.map(\.description) == [
        "returns.csv:2: external_order_date of \"17\" is missing and not in the ledger; expected the date as the distributor gave it"
      ])
  }

  @Test func `an external order without a date gets it from the ledger`() throws {
    let document = try returned("1;1;DAMAGED;P2;;;C", columns: ";external_order_id")
    #expect(completion.orderNumber(of: document) == "O1")
    #expect(externals(completion.complete(document, from: recorded).document) == [["C", "D3"]])
    #expect(completion.complete(document, from: nil).findings.map(\.code) == [.missing])
  }

  @Test func `a part that is not in the order, and an order that is not known, are findings`() throws {
    #expect(
      completion.complete(try returned("1;1;DAMAGED;P1;;", "2;1;DAMAGED;X;;"), from: recorded).findings.map(\.description).first
        == "returns.csv:3: the part is not in order O1 as Ferry has placed it; expected a part of that order, or external_order_id and external_order_date"
    )
    #expect(
      completion.complete(try returned("1;1;DAMAGED;P1;;"), from: nil).findings.map(\.description) == [
        "returns.csv:2:4: order_number \"O1\" is no order that Ferry has placed; expected one, or external_order_id and external_order_date"
      ])
  }
}
