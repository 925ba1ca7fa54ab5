import Contracts
import Documents
import Testing

@testable import Translation

/// What a sender reads for each thing that may become of a document.
@Suite struct AnswerTests {
  private static let body = """
    {"orderNumber":"O1","items":[\
    {"index":"i1","warehouses":[{"externalId":"68","orderedQuantity":12},{"externalId":"24","orderedQuantity":3}]},\
    {"index":"i2","warehouses":[{"externalId":"68","orderedQuantity":10}]}]}
    """
  private static let lines = LineNotes(Array("[[\"1\",2],[\"2\",4]]".utf8))

  private func order(_ state: DocumentState, response: String = "", findings: [Finding] = [], sourceLine: Int = 2) -> ConcludedDocument {
    ConcludedDocument(
      number: "O1", state: state, sourceLine: sourceLine, lines: Self.lines, body: Array(Self.body.utf8), response: Array(response.utf8),
      findings: findings)
  }

  private func csv(_ document: ConcludedDocument, original: ConcludedDocument? = nil, _ kind: Kind = .orders) -> [String] {
    var writer = AnswerWriter(kind: kind, format: .csv)
    DocumentAnswer(kind: kind).rows(of: document, original: original).forEach { writer.append($0) }
    return String(decoding: writer.finish(), as: UTF8.self).split(separator: "\n").dropFirst().map(String.init)
  }

  private static let split = """
    {"items":[{"externalOrderId":"ABCD","externalOrderDate":"2018-01-16","externalWarehouseId":"68","lines":[\
    {"index":"i1","externalLineNumber":1},{"index":"i2","externalLineNumber":"2"}]},\
    {"externalOrderId":7001,"externalWarehouseId":"24","lines":[{"index":"i1","externalLineNumber":"1"}]}]}
    """

  @Test func `an order that was split has a row for each line and external order`() {
    #expect(
      csv(order(.accepted, response: Self.split)) == [
        "2;O1;1;accepted;;;ABCD;;2018-01-16;68;1;12", "2;O1;1;accepted;;;7001;;;24;1;3", "4;O1;2;accepted;;;ABCD;;2018-01-16;68;2;10",
      ])
  }

  @Test func `a line that the response does not mention is unconfirmed`() {
    let response = "{\"items\":[{\"externalOrderId\":\"A\",\"lines\":[{\"index\":\"i2\",\"externalLineNumber\":\"1\"}]}]}"
    #expect(
      csv(order(.unconfirmed, response: response))
        == [
          "2;O1;1;unconfirmed;unconfirmed;\"the target took the document but did not mention this line; look there, then decide with ferry resolve\";;;;;;",
          "4;O1;2;accepted;;;A;;;;1;10",
        ])
  }

  @Test func `a quantity is told where the response names its warehouse, or the line has only one`() {
    let response =
      "{\"items\":[{\"externalOrderId\":\"A\",\"externalWarehouseId\":\"99\",\"lines\":[{\"index\":\"i1\",\"externalLineNumber\":\"1\"},{\"index\":\"i2\",\"externalLineNumber\":\"2\"}]}]}"
    #expect(csv(order(.accepted, response: response)).map { $0.split(separator: ";", omittingEmptySubsequences: false).last } == ["", ""])
  }

  @Test func `a duplicate of an accepted order carries the recorded result`() {
    let again = ConcludedDocument(number: "O1", state: .duplicate, sourceLine: 7, lines: LineNotes(Array("[[\"1\",7],[\"2\",9]]".utf8)))
    #expect(
      csv(again, original: order(.accepted, response: Self.split))
        == [
          "7;O1;1;duplicate;duplicate;\"done before; the recorded result follows\";ABCD;;2018-01-16;68;1;12",
          "7;O1;1;duplicate;duplicate;\"done before; the recorded result follows\";7001;;;24;1;3",
          "9;O1;2;duplicate;duplicate;\"done before; the recorded result follows\";ABCD;;2018-01-16;68;2;10",
        ])
  }

  @Test func `a duplicate of an order in doubt is in doubt`() {
    let again = ConcludedDocument(number: "O1", state: .duplicate, sourceLine: 2, lines: Self.lines)
    let doubt = Finding(.inDoubt, file: "a.csv", "no answer in time")
    #expect(
      csv(again, original: order(.inDoubt, findings: [doubt])) == [
        "2;O1;1;in_doubt;in_doubt;no answer in time;;;;;;", "4;O1;2;in_doubt;in_doubt;no answer in time;;;;;;",
      ])
  }

  @Test func `conflict, doubt and failure stand on each line`() {
    let finding = Finding(.conflict, file: "a.csv", "O1 is taken by an order of other content")
    #expect(csv(order(.conflict, findings: [finding]))[0] == "2;O1;1;conflict;conflict;O1 is taken by an order of other content;;;;;;")
    #expect(csv(order(.inDoubt)) == ["2;O1;1;in_doubt;in_doubt;;;;;;;", "4;O1;2;in_doubt;in_doubt;;;;;;;"])
    #expect(csv(order(.failed))[1] == "4;O1;2;failed;failed;;;;;;;")
  }

  @Test func `a refused document has each line's own findings, and good lines name the culprit`() {
    let findings = [
      Finding(.wrongType, file: "a.csv", line: 2, column: 7, documentLine: "1", "quantity \"x\" is not a quantity"),
      Finding(.missing, file: "a.csv", line: 2, documentLine: "1", "required currency is missing"),
    ]
    #expect(
      csv(order(.refused, findings: findings)) == [
        "2;O1;1;refused;wrong_type;\"quantity \"\"x\"\" is not a quantity; required currency is missing\";;;;;;",
        "4;O1;2;refused;document_refused;\"the line is good, but its document was refused: line 2: quantity \"\"x\"\" is not a quantity\";;;;;;",
      ])
    let general = [Finding(.refusedByTarget, file: "a.csv", "orderNumber must not be blank")]
    #expect(
      csv(order(.refused, findings: general)).allSatisfy { $0.hasSuffix(";refused;refused_by_target;orderNumber must not be blank;;;;;;") })
  }

  @Test func `a document without lines, or a file that could not be read, has one row`() {
    let whole = ConcludedDocument(
      number: "", state: .refused, sourceLine: 1, lines: LineNotes([LineNotes.Line]()),
      findings: [Finding(.incomplete, file: "a.csv", "cut off")])
    #expect(csv(whole) == ["1;;;refused;incomplete;cut off;;;;;;"])
    var writer = AnswerWriter(kind: nil, format: .csv)
    DocumentAnswer(kind: .orders).rows(of: whole).forEach { writer.append($0) }
    #expect(
      String(decoding: writer.finish(), as: UTF8.self) == "source_line;document;line;status;code;message\n1;;;refused;incomplete;cut off\n")
  }

  @Test func `free text that a spreadsheet would run is defused, identifiers and dates go out verbatim`() {
    let item = SearchItem(document: "-7", line: "=1", sourceLine: 2, target: "erp", call: .shared(.availabilities, index: "i", object: []))
    let answers = SearchAnswer(kind: .availability)
    let response = """
      {"items":[{"index":"i","availabilityExternalInfo":{"description":"=cmd","link":"+x"},"availabilities":{"warehouses":[\
      {"externalId":"-68","externalName":"@Roma","delivery":{"information":"-soon"}}]}}]}
      """
    var writer = AnswerWriter(kind: .availability, format: .csv)
    answers.rows(of: item, in: answers.read(Array(response.utf8))).forEach { writer.append($0) }
    writer.append(SearchAnswer.row(of: item, .refused, code: "refused_by_target", message: "=SUM(A1)"))
    #expect(
      String(decoding: writer.finish(), as: UTF8.self).split(separator: "\n").dropFirst().map(String.init) == [
        "2;-7;=1;accepted;;;;;;;;;;;;;;+x;'=cmd;warehouses;-68;'@Roma;;;'-soon;;;;;;;;;;",
        "2;-7;=1;refused;refused_by_target;'=SUM(A1);;;;;;;;;;;;;;;;;;;;;;;;;;;;;",
      ])
  }

  @Test func `an item that the response does not mention is unconfirmed`() {
    let item = SearchItem(document: "", line: "1", sourceLine: 2, target: "erp", call: .shared(.availabilities, index: "i", object: []))
    let answers = SearchAnswer(kind: .availability)
    #expect(answers.rows(of: item, in: answers.read(Array("{\"items\":[]}".utf8))).map(\.status) == [.unconfirmed])
  }

  @Test func `the XML form has one element a column`() {
    var writer = AnswerWriter(kind: .returns, format: .xml)
    writer.append(AnswerRow(sourceLine: 4, document: "R&1", line: "1", status: .accepted, cells: ["1", "", "2018-04-04", "<x>"]))
    #expect(
      String(decoding: writer.take() + writer.finish(), as: UTF8.self) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <answer xmlns="urn:ferry:1">
          <row>
            <source_line>4</source_line>
            <document>R&amp;1</document>
            <line>1</line>
            <status>accepted</status>
            <code/>
            <message/>
            <external_return_id>1</external_return_id>
            <external_return_number/>
            <external_return_date>2018-04-04</external_return_date>
            <external_return_line_number>&lt;x&gt;</external_return_line_number>
          </row>
        </answer>

        """)
    var empty = AnswerWriter(kind: .returns, format: .xml)
    #expect(
      String(decoding: empty.finish(), as: UTF8.self) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<answer xmlns=\"urn:ferry:1\"/>\n")
  }

  @Test(arguments: [DocumentReader.Format.csv, .xml]) func `rows that were kept aside stand in the answer like any others`(
    _ format: DocumentReader.Format
  ) {
    let rows = (1...4).map { AnswerRow(sourceLine: $0, document: "", line: "\($0)", status: .accepted) }
    var whole = AnswerWriter(kind: .availability, format: format)
    for row in rows { whole.append(row) }
    var pieces = AnswerWriter(kind: .availability, format: format)
    var bytes = pieces.take()
    for kept in [rows[..<1], rows[1..<1], rows[1...]] {
      pieces.append(written: AnswerLayout(kind: .availability, format: format).rows(Array(kept)).bytes)
      bytes += pieces.take()
    }
    #expect(String(decoding: bytes + pieces.finish(), as: UTF8.self) == String(decoding: whole.finish(), as: UTF8.self))
  }

  @Test func `sibling arrays have rows of their own, in which the others' cells are empty`() throws {
    let layout = ResultLayout.of(.availability)
    let response = """
      {"items":[{"index":"a","pricing":{"fees":[{"label":"eco","price":2.940},{"label":"tax"}]},"availabilities":{"warehouses":[]}},\
      {"index":"b","availabilities":{"warehouses":[{"externalId":"68","isPrimary":true}]}},{"index":"c","quantity":7}]}
      """
    let rows = ResponseRows(layout).rows(of: try JSONReader.read(Array(response.utf8)))
    func cells(_ index: String, _ name: String) -> [String]? {
      rows[index]?.map { row in layout.index(of: name).map { row[$0] } ?? "" }
    }
    #expect(cells("a", "entry") == ["fees", "fees"])
    #expect(cells("a", "fees_price") == ["2.940", ""])
    #expect(cells("b", "warehouses_is_primary") == ["true"])
    #expect(cells("c", "quantity") == ["7"])
    #expect(cells("c", "entry") == [""])
  }

  @Test func `findings come back from the ledger as they went in`() {
    let findings = [
      Finding(
        .wrongType, file: "a.csv", line: 2, column: 7, document: "O\"1", documentLine: "1", path: "quantity", value: "é\u{1}",
        expected: "x", "m"),
      Finding(.limit, file: "a.csv", "only a message"),
    ]
    #expect(Finding.read(Finding.bytes(of: findings), file: "a.csv") == findings)
    #expect(Finding.read([], file: "a.csv") == [])
    #expect(Finding.read(Array("{".utf8), file: "a.csv") == [])
  }

  @Test func `line notes come back from the ledger as they went in`() throws {
    let file = try ReadFile.orders(rows: ["O1;\"a;\"\"b\";P;68;1", "O1;é;P;68;1"])
    let notes = LineNotes(of: file.documents[0])
    #expect(notes.lines.map(\.number) == ["a;\"b", "é"])
    #expect(notes.lines.map(\.sourceLine) == [2, 3])
    #expect(LineNotes(notes.bytes) == notes)
    var planner = DocumentPlanner(kind: .orders, handling: Handling())
    let fingerprint = planner.fingerprint(of: file.documents[0])
    let plan = planner.plan(file.documents[0], fingerprint: fingerprint)
    #expect(plan?.lines == notes.bytes)
    #expect(LineNotes(Array("[[1]]".utf8)).lines == [])
  }
}
