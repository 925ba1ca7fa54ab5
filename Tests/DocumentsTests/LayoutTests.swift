import Documents
import Testing

@Suite struct LayoutTests {
  @Test(arguments: Kind.allCases)
  func `no section has more fields than a word has bits`(kind: Kind) {
    #expect(kind.layout.sections.allSatisfy { $0.fields.count <= 64 })
  }

  @Test(arguments: Kind.allCases)
  func `column names and paths are unique`(kind: Kind) {
    let fields = kind.layout.fields
    #expect(Set(fields.map(\.column)).count == fields.count)
    #expect(Set(fields.map(\.path)).count == fields.count)
  }

  @Test func `sections follow the arrays of the paths`() {
    #expect(
      Kind.orders.layout.sections.map(\.path) == ["", "items[]", "items[].pricing.fees[]", "items[].warehouses[]", "preCheckoutFees[]"])
    #expect(Kind.orders.layout.sections.map(\.owner) == [nil, 0, 1, 1, 0])
    #expect(Kind.returns.layout.sections.map(\.path) == ["", "orders[]", "items[]"])
    #expect(Kind.returns.layout.lines == 2)
  }

  @Test func `in a list that the ledger completes only the key is required`() {
    let layout = Kind.returns.layout
    let required = layout.fields.filter { $0.path.hasPrefix("orders[]") && layout.isRequired($0) }
    #expect(required.map(\.column) == ["external_order_id"])
    #expect(
      layout.fields.filter(layout.isAlwaysRequired).map(\.column) == [
        "order_number", "return_number", "return_date", "line", "quantity", "reason",
      ])
  }
}
