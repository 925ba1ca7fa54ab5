import Documents
import Testing

@Suite struct DocumentTests {
  private func set(_ text: String, _ column: String, in entry: Int, of document: inout Document, line: Int32 = 2) {
    let slot = document.layout.fieldIndex(column: column).map { document.layout.place(of: $0).slot } ?? 0
    var text = text
    text.withUTF8 { document.set(entry, slot, to: $0, line: line, column: 1) }
  }

  @Test func `a document keeps its fields, its lines and their lists in order`() {
    let layout = Kind.orders.layout
    var document = Document(layout: layout)
    document.begin(ordinal: 3, line: 2)
    set("O1", "order_number", in: 0, of: &document)
    let one = document.append(section: layout.lines, to: 0, line: 2)
    let two = document.append(section: layout.lines, to: 0, line: 3)
    set("1", "line", in: one, of: &document)
    set("2", "line", in: two, of: &document)
    let warehouses = layout.sections.firstIndex { $0.path == "items[].warehouses[]" } ?? 0
    for id in ["68", "24"] { set(id, "warehouse_id", in: document.append(section: warehouses, to: one, line: 2), of: &document) }

    #expect(document.number == "O1")
    #expect(document.lineCount == 2)
    #expect(document.entries(of: layout.lines, in: 0) == [one, two])
    #expect(document.entries(of: warehouses, in: one).map { document.string("warehouse_id", in: $0) } == ["68", "24"])
    #expect(document.entries(of: warehouses, in: two) == [])
    #expect(document.last(of: warehouses, in: one) == document.entries.count - 1)
    #expect(document.count(of: warehouses, in: one) == 2)
    #expect(document.owner(of: one) == 0)
  }

  @Test func `a value may be filled, there and empty, or not there`() {
    var document = Document(layout: Kind.orders.layout)
    document.begin(ordinal: 0, line: 2)
    set("", "order_comment", in: 0, of: &document)
    set("x", "order_number", in: 0, of: &document)
    #expect(document.entries[0].filled.nonzeroBitCount == 1)
    #expect(document.entries[0].present.nonzeroBitCount == 2)
    #expect(document.string("order_comment", in: 0) == nil)
    #expect(document.string("ship_type", in: 0) == nil)
  }

  @Test func `the next document has nothing of the one before`() {
    var document = Document(layout: Kind.orders.layout)
    document.begin(ordinal: 0, line: 2)
    set("O1", "order_number", in: 0, of: &document)
    document.append(section: document.layout.lines, to: 0, line: 2)
    document.begin(ordinal: 1, line: 3)
    #expect(document.number == nil)
    #expect(document.lineCount == 0)
    #expect(document.entries.count == 1)
  }
}
