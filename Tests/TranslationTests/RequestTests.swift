import Contracts
import Documents
import Testing
import Translation

/// Documents to request bodies, beyond the seed's examples.
@Suite struct RequestTests {
  private func body(_ file: ReadFile, _ handling: Handling) throws -> String {
    try #require(file.said == [], "\(file.said)")
    let document = try #require(file.documents.first)
    var planner = DocumentPlanner(kind: document.layout.kind, handling: handling)
    let fingerprint = planner.fingerprint(of: document)
    let plan = planner.plan(document, fingerprint: fingerprint)
    return String(decoding: try #require(plan).call.body, as: UTF8.self)
  }

  private func order(_ columns: String, _ row: String, _ defaults: [String: String] = [:]) throws -> JSONValue {
    let all = [
      "ship_type": "USER", "operator_email": "a@b.c", "operator_first_name": "A", "operator_last_name": "B", "urgent": "0",
      "net_price": "1", "currency": "EUR", "warehouse_id": "68", "quantity": "1",
    ].merging(defaults) { $1 }
    let handling = Handling(defaults: all)
    let text = "order_number;line;part_number\(columns)\nO1;1;P\(row)\n"
    return try JSONReader.read(Array(body(ReadFile(text, named: "orders.csv", as: .orders, handling), handling).utf8))
  }

  @Test func `objects that the API requires are sent though they are empty, optional ones are not`() throws {
    let request = try order("", "")
    #expect(request["shipping"]?["address"] == .object([]))
    #expect(request["customer"] == nil)
    #expect(request["cardPayment"] == nil)
    #expect(request["preCheckoutFees"] == nil)
    #expect(request["items"]?.elements?[0]["vehicle"] == nil)
    #expect(request["items"]?.elements?[0]["part"]?["identifier"]?["tecdoc"] == nil)
    let filled = try order(";customer_company;customer_vat_id;customer_email", ";C;V;E")
    #expect(filled["customer"]?["billingAddress"] == .object([]))
  }

  @Test func `defaults supply what a file leaves out, in numbers and booleans too`() throws {
    let line = try order(";currency;net_price", ";;", ["currency": "USD", "net_price": "007.50", "urgent": "1"])["items"]?.elements?[0]
    #expect(line?["pricing"] == .object([.init("netPrice", .number("7.50")), .init("currency", .string("USD"))]))
    #expect(line?["isUrgent"] == .boolean(true))
    #expect(try order(";currency", ";EUR", ["currency": "USD"])["items"]?.elements?[0]["pricing"]?["currency"] == .string("EUR"))
  }

  @Test func `a required list that is left out is one entry of defaults`() throws {
    #expect(
      try order("", "")["items"]?.elements?[0]["warehouses"]
        == .array([.object([.init("externalId", .string("68")), .init("orderedQuantity", .number("1"))])]))
    #expect(
      try order(";quantity", ";5")["items"]?.elements?[0]["warehouses"]
        == .array([.object([.init("externalId", .string("68")), .init("orderedQuantity", .number("5"))])]))
  }

  @Test func `an empty text is sent in an object that is sent anyway, and makes none`() throws {
    let sent = try order(";vehicle_vin;vehicle_fuel;order_comment", ";\"\";B;\"\"")
    #expect(sent["items"]?.elements?[0]["vehicle"] == .object([.init("vin", .string("")), .init("fuel", .string("B"))]))
    #expect(sent["orderComment"] == .string(""))
    #expect(try order(";vehicle_vin;vehicle_fuel", ";\"\";")["items"]?.elements?[0]["vehicle"] == nil)
    #expect(try order(";shipping_fees", ";\"\"")["shippingFees"] == nil)
  }

  @Test func `money keeps every digit from file to JSON`() throws {
    for number in ["3.133", "0.10", "12345678901234567890.123456789", "0.5"] {
      #expect(try order(";shipping_fees", ";\(number)")["shippingFees"] == .number(number))
    }
  }

  @Test func `a prefix stands in front of our order number, in orders and returns`() throws {
    let handling = Handling(orderNumberPrefix: "A-")
    let text =
      "return_number;order_number;return_date;external_order_id;external_order_date;line;part_number;quantity;reason\nR1;O1;2018-04-04;X;Y;1;P;1;DAMAGED\n"
    let request = try JSONReader.read(Array(body(ReadFile(text, named: "returns.csv", as: .returns, handling), handling).utf8))
    #expect(request["orderNumber"] == .string("A-O1"))
    #expect(request["returnNumber"] == .string("R1"))
  }

  @Test func `a body over the limit is no plan`() throws {
    let file = try ReadFile.orders(rows: ["O1;1;P;68;1"])
    var planner = DocumentPlanner(kind: .orders, handling: Handling(limits: .init(body: 100)))
    let fingerprint = planner.fingerprint(of: file.documents[0])
    let plan = planner.plan(file.documents[0], fingerprint: fingerprint)
    #expect(plan == nil)
  }

  @Test func `search lines of many documents go in one call`() throws {
    let file = try ReadFile(
      "request_number;line;part_number;quantity\nR1;1;P1;1\nR1;2;P2;\nR2;1;P3;7\n", named: "availability.csv", as: .availability)
    var planner = SearchPlanner(kind: .availability, handling: Handling())
    let items = file.documents.flatMap { planner.items(of: $0) }
    let call = PlannedCall.asking(items)
    let sent = try #require(JSONReader.read(call.body)["items"]?.elements)
    #expect(call.method == .post)
    #expect(call.path == "/availabilities/search")
    #expect(call.idempotencyKey == nil)
    #expect(sent.map { $0["quantity"] } == [.number("1"), nil, .number("7")])
    #expect(sent.compactMap { $0["index"]?.text } == call.indices)
    #expect(Set(call.indices).count == 3)
    #expect(items.map(\.document) == ["R1", "R1", "R2"])
    #expect(items.map(\.sourceLine) == [2, 3, 4])
    #expect(try JSONReader.read(PlannedCall.asking(items[1..<2]).body)["items"]?.elements?.count == 1)
  }
}
