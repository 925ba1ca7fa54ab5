import Documents
import Foundation
import Testing

@testable import Translation

/// The file that tells of changes, and whose lines they are.
@Suite struct ChangeFileTests {
  private let order = PlacedDocument(
    kind: .orders, body: Array(#"{"items":[{"index":"i1"},{"index":"i2"},{"index":"i3"}]}"#.utf8),
    response: Array(
      #"""
      {"items":[
       {"externalOrderId":1234,"externalOrderDate":"2018-01-16","externalWarehouseId":"68",
        "lines":[{"index":"i1","externalLineNumber":"1"},{"index":"i3","externalLineNumber":2},{"index":"x","externalLineNumber":"7"}]},
       {"externalOrderId":"5678","lines":[{"index":"i2","externalLineNumber":"1"}]},
       {"externalOrderId":"1234","externalWarehouseId":"24","lines":[{"index":"i2","externalLineNumber":"1"}]},
       {"externalOrderDate":"2018-01-16","lines":[]}]}
      """#.utf8), lines: Array(#"[["10",2],["15",3,"nothing there",false],["20",4],["30",5]]"#.utf8))

  @Test func `each order of the target stands once, with its date`() {
    #expect(order.externals.map(\.id) == ["1234", "5678"])
    #expect(order.externals.map(\.date) == ["2018-01-16", nil])
  }

  @Test(arguments: [
    ("1234", "1", "68", "10"), ("1234", "2", "68", "30"), ("1234", "2", "", "30"), ("5678", "1", "44", "20"), ("1234", "1", "24", "20"),
    ("1234", "1", "", ""), ("1234", "7", "68", ""), ("9", "1", "68", ""),
  ])
  func `the target's line leads to ours, as far as it can be told`(_ id: String, _ line: String, _ warehouse: String, _ ours: String) {
    #expect(order.line(of: id, line: line, warehouse: warehouse) == ours)
  }

  @Test func `a return's line leads to ours`() {
    let placed = PlacedDocument(
      kind: .returns, body: Array(#"{"items":[{"index":"a"},{"index":"b"}]}"#.utf8),
      response: Array(
        #"""
        {"items":[{"index":"b","externalReturnId":"9","externalReturnDate":"","externalReturnLineNumber":"beta"},
        {"index":"a","externalReturnId":"9","externalReturnDate":"2018-04-04","externalReturnLineNumber":"alpha"}]}
        """#.utf8), lines: Array(#"[["1",2],["2",3]]"#.utf8))
    #expect(placed.externals.map(\.id) == ["9"])
    #expect(placed.line(of: "9", line: "beta", warehouse: "") == "2")
  }

  @Test(arguments: Kind.allCases) func `of what is not kept any more there is nothing`(_ kind: Kind) {
    let placed = PlacedDocument(kind: kind, body: [], response: [], lines: [])
    #expect(placed.externals.isEmpty)
    #expect(placed.line(of: "1", line: "1", warehouse: "") == "")
  }

  @Test func `the file has its header always, and no formulas`() {
    let header = """
      kind;document;line;external_id;external_line_number;external_warehouse_id;change;before;after;parcel_id;quantity;shipper;\
      shipping_date;comment;delivery_slip_number;tracking_id;refusal_type;refusal_reason;recovery_value;credit_note_number

      """
    #expect(String(decoding: ChangeWriter.bytes(of: []), as: UTF8.self) == header)
    var row = ChangeRow(.orders, .parcelShipped, line: "2", warehouse: "68")
    row.document = "A;1"
    row.line = "10"
    row.externalID = "1234"
    row.parcel = .init(id: "P-1", quantity: "3", shipper: "=cmd()", comment: "+1")
    var other = ChangeRow(.returns, .returnRefused, line: "alpha", before: "SUBMITTED", after: "REFUSED")
    other.verdict = .init(refusalType: "OTHER", refusalReason: "@home", recoveryValue: "-1", creditNoteNumber: "C")
    #expect(
      String(decoding: ChangeWriter.bytes(of: [row, other]), as: UTF8.self)
        == header + """
          orders;"A;1";10;1234;2;68;parcel_shipped;;;P-1;3;'=cmd();;'+1;;;;;;
          returns;;;;alpha;;return_refused;SUBMITTED;REFUSED;;;;;;;;OTHER;'@home;-1;C

          """)
  }

  @Test func `the manual has every column with its meaning, and every change`() throws {
    let manual = try String(
      contentsOf: URL(filePath: #filePath).appending(path: "../../../docs/operations.md").standardized, encoding: .utf8)
    let rows = ChangeColumn.all.map { "| `\($0.name)` | \($0.meaning) |" }
    #expect(manual.contains("| column | meaning |\n| --- | --- |\n\(rows.joined(separator: "\n"))\n\n"))
    for change in ChangeRow.Change.allCases { #expect(manual.contains("`\(change.rawValue)`")) }
  }
}
