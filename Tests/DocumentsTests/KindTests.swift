import Documents
import Testing

@Suite struct KindTests {
  @Test(arguments: [
    ("orders.csv", Kind.orders), ("orders-17.csv", .orders), ("ORDER_1.xml", .orders), ("Orders.2026-11-21.csv", .orders),
    ("return7.csv", .returns), ("returns", .returns), ("availability_x.csv", .availability), ("availabilities.csv", .availability),
    ("order-status-1.csv", .orderStatus), ("Returns_Status.xml", .returnStatus), ("return-status.csv", .returnStatus),
    ("shipping-plan-7.csv", .shippingPlans), ("PreCheckout.xml", .preCheckout), ("se_order_1.csv", .seOrder),
    ("se-orders.csv", .seOrders), ("se-order.csv", .seOrder), ("SE-Availability.csv", .seAvailability), ("se-shipments2.csv", .seShipments),
  ])
  func `a name that begins with a kind's name tells the kind`(name: String, kind: Kind) {
    #expect(Kind.named(byFile: name) == kind)
  }

  @Test(arguments: ["ordersheet.csv", "my-orders.csv", ".csv", "", "se-ordersheet.csv", "se.csv", "precheckoutx.csv"])
  func `any other name tells none`(name: String) {
    #expect(Kind.named(byFile: name) == nil)
  }
}
