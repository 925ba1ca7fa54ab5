import Documents
import Testing

@Suite struct KindTests {
  @Test(arguments: [
    ("orders.csv", Kind.orders), ("orders-17.csv", .orders), ("ORDER_1.xml", .orders), ("Orders.2026-11-21.csv", .orders),
    ("return7.csv", .returns), ("returns", .returns), ("availability_x.csv", .availability),
  ])
  func `a name that begins with a kind's name tells the kind`(name: String, kind: Kind) {
    #expect(Kind.named(byFile: name) == kind)
  }

  @Test(arguments: ["ordersheet.csv", "my-orders.csv", ".csv", "", "availabilities.csv", "order-status-1.csv", "Returns_Status.xml"])
  func `any other name tells none`(name: String) {
    #expect(Kind.named(byFile: name) == nil)
  }
}
