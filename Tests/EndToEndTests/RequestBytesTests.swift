import Sandbox
import Testing

/// What the built program sends for a small file of each operation, byte by byte. A request of a token is no record of the sandbox's: see
/// `SchneiderRequestTests`.
@Suite struct RequestBytesTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let operation: String
    /// Name in the inbox; nil: `ferry check` makes the call.
    var file: String?
    var text = ""
    /// Method, path, query and body, as the sandbox got them.
    let request: String

    var testDescription: String { operation }
  }

  static let examples = [
    Example(operation: "test connection", request: "GET /v1/test-connection\n"),
    Example(
      operation: "availabilities", file: "availability.csv", text: "request_number;line;part_number;quantity\nV-1;1;4711;2\n",
      request: """
        POST /v1/availabilities/search
        {"items":[{"index":"f1beb702-b2aa-5cd1-92d7-887bfcbb2afd","quantity":2,"part":{"identifier":{"external":{"partNumber":"4711"}}}}]}
        """),
    Example(
      operation: "shipping plans", file: "shipping-plans.csv",
      text: "request_number;line;tecdoc_part_number;tecdoc_manufacturer_id;quantity;force_primary_warehouse\nP-1;1;1234;0013;2;true\n",
      request: """
        POST /v1/shipping-plans/search
        {"items":[{"index":"959dee70-6e4c-53fb-9c99-88ab03390a98","isUrgent":false,"requestedQuantity":2,"part":{"identifier":{"tecdoc":{"partNumber":"1234","manufacturerId":"0013"}}}}],"forcePrimaryWarehouse":true}
        """),
    Example(
      operation: "order", file: "orders.csv",
      text: "order_number;line;part_number;net_price;vat;warehouse_id;quantity\nA-1;1;4711;19.90;0.20;68;2\nA-1;1;;;;24;1\n",
      request: """
        POST /v1/orders
        {"orderNumber":"A-1","shipping":{"type":"COUNTER","address":{}},"items":[{"index":"c220689f-9b0a-5807-8c62-0f0b60b3102c","isUrgent":false,"part":{"identifier":{"external":{"partNumber":"4711"}}},"pricing":{"netPrice":19.90,"currency":"EUR","vat":0.20},"warehouses":[{"externalId":"68","orderedQuantity":2},{"externalId":"24","orderedQuantity":1}]}],"operator":{"email":"edi@example.com","firstName":"EDI","lastName":"Desk"}}
        """),
    Example(
      operation: "order status", file: "order-status.csv", text: "external_order_id;external_order_date\nAB/12 ü;16.01.2018 09:00\n",
      request: "GET /v1/orders/AB%2F12%20%C3%BC?externalOrderDate=16.01.2018%2009%3A00\n"),
    Example(
      operation: "return", file: "returns.csv",
      text: Workplace.returnsHeader + "R-1;A-1;2026-11-21;ABCD;2018-01-16;1;4711;1;DAMAGED\n",
      request: """
        POST /v1/returns
        {"orderNumber":"A-1","returnNumber":"R-1","returnDate":"2026-11-21","orders":[{"externalId":"ABCD","externalDate":"2018-01-16"}],"items":[{"index":"46bef937-86cb-5bcb-92be-0ed6a32f9184","part":{"identifier":{"external":{"partNumber":"4711"}}},"returnedQuantity":1,"reason":"DAMAGED"}]}
        """),
    Example(
      operation: "return status", file: "return-status.csv", text: "external_return_id;external_return_date\nR/1;2018-04-04\n",
      request: "GET /v1/returns/R%2F1?externalReturnDate=2018-04-04\n"),
    Example(
      operation: "pre-checkout", file: "precheckout.csv",
      text:
        "request_number;ship_city;part_number;kromeda_part_number;kromeda_manufacturer_id;quantity;net_price\nC-1;Köln;4711;16783;059;2;28.0\n",
      request: """
        POST /v1/precheckout
        {"shipping":[{"type":"COUNTER","address":{"city":"Köln"}}],"cartLines":[{"part":{"identifier":{"external":{"partNumber":"4711"},"kromeda":{"partNumber":"16783","manufacturerId":"059"}}},"requestedQuantity":2,"pricing":{"netPrice":28.0,"currency":"EUR"}}]}
        """),
    Example(
      operation: "product availability", file: "se-availability.csv",
      text: "line;product_reference;quantity;ship_to\n1;XB5KSM/;2;00 12&3\n",
      request: "GET /v2/sales-operation/product-availability/products/XB5KSM%2F?quantity=2&shipTo=00%2012%263\n"),
    Example(
      operation: "order search", file: "se-orders.csv", text: "country;order_status;purchaser_id\nRU;In Progress;1100001111\n",
      request:
        "GET /v1/supply-chain/partner-order-status/orders/RU?order-status=In%20Progress&purchaserid=1100001111&page-size=200&page=1\n"),
    Example(
      operation: "order of Schneider Electric", file: "se-order.csv", text: "country;order_number\nRU;0100111111\n",
      request: "GET /v1/supply-chain/partner-order-status/orders/RU/0100111111\n"),
    Example(
      operation: "item of an order of Schneider Electric", file: "se-order.csv",
      text: "country;order_number;item_number\nRU;0100111111;000010\n",
      request: "GET /v1/supply-chain/partner-order-status/orders/RU/0100111111/000010\n"),
    Example(
      operation: "shipments", file: "se-shipments.csv", text: "country;order_number;item_number\nRU;0100476011;000180\n",
      request: "GET /v1/supply-chain/partner-order-status/orders/RU/0100476011/000180/shipment-schedules\n"),
  ]

  @Test(arguments: examples) func `the program sends these bytes`(_ example: Example) async throws {
    try await withWorkplace(settings: Workplace.defaults, schneider: "") { workplace in
      if let file = example.file {
        try workplace.drop(example.text, as: file)
        _ = try await workplace.ferry("run")
      } else {
        _ = try await workplace.ferry("check")
      }
      let sent = workplace.calls.map { "\($0.method) \($0.target)\n\(String(decoding: $0.body ?? [], as: UTF8.self))" }
      #expect(sent == [example.request])
    }
  }
}
