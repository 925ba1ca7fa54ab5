import Foundation
import Sandbox
import Testing

@Suite struct SchneiderTests {
  static let bases = ["/v1/supply-chain/partner-order-status", "/v1/supply-chain/order-status"]
  static let base = bases[0]
  static let products = "/v2/sales-operation/product-availability/products"

  @Test(arguments: bases) func `the guide's three examples are there, under both base paths`(_ base: String) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = try await SchneiderClient(sandbox)
      let examples = [
        ("/orders/RU", SchneiderExamples.orderList), ("/orders/RU/0100111111", SchneiderExamples.orderDetails),
        ("/orders/RU/0100476011/000180/shipment-schedules", SchneiderExamples.shipmentSchedules),
      ]
      for (path, document) in examples {
        let response = try await client.get(base + path)
        #expect(response.status == 200)
        #expect(try response.json == jsonObject(document))
      }
      #expect(try await client.get(base + "/orders/RU").body.contains(#""purchaserID":1100001111,"#))
      let schedules = try await client.get(base + "/orders/RU/0100476011/000180/shipment-schedules").body
      #expect(schedules.contains(#""carrierName":10060100,"#))
      #expect(schedules.contains(#""routing":"Москва ","#))
    }
  }

  @Test func `one item of an order is the same document with that item alone`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = try await SchneiderClient(sandbox)
      let whole = try #require(jsonObject(SchneiderExamples.orderDetails).mutableCopy() as? NSMutableDictionary)
      whole["itemList"] = [try #require((whole["itemList"] as? NSArray)?[1])]
      #expect(try await client.get(Self.base + "/orders/RU/0100111111/000020").json == whole)
      let none = try await client.get(Self.base + "/orders/RU/0100111111/000020/shipment-schedules").body
      #expect(
        none == #"{"orderNumber":"0100111111","poNumber":"201120/1","item":{"itemNumber":"000020","productReference":3606480379598,"#
          + #""catalogNumber":"A9N18388","shippingScheduleList":[]}}"#)
    }
  }

  static let missing: [(path: String, code: String)] = [
    ("/orders/XX", " Invalid_Input"), ("/orders/", " Invalid_Input"), ("/orders/XX/0100111111", " Invalid_Input"),
    ("/orders/RU/0", "Invalid_OrderNumber"), ("/orders/FR/0100111111", "Invalid_OrderNumber"),
    ("/orders/FR/0200000001", "Invalid_OrderNumber"), ("/orders/RU/010011111", "Invalid_OrderNumber"),
    ("/orders/RU/", "Empty_OrderNumber"), ("/orders/RU//000010", "Empty_OrderNumber"),
    ("/orders/RU//000010/shipment-schedules", "Empty_OrderNumber"),
    ("/orders/RU/0100476011//shipment-schedules", "Empty_ItemNumber"), ("/orders/RU/0100111111/000030", " Invalid_Input"),
    ("/orders/RU/0100476011/000010/shipment-schedules", " Invalid_Input"),
  ]

  @Test(arguments: missing) func `what is not there is 404 with a business code`(_ path: String, _ code: String) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let response = try await SchneiderClient(sandbox).get(Self.base + path)
      #expect(response.status == 404)
      #expect(try response.json["code"] as? String == code)
      #expect(try Set(response.json.allKeys.compactMap { $0 as? String }) == ["code", "userMessage", "developerMessage", "moreInfo"])
    }
  }

  @Test func `450 orders are three pages, and the last comes again past the end`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = try await filled(sandbox, 450)
      var numbers: [String] = []
      var pages: [String] = []
      for page in 1...4 {
        let response = try await client.get(Self.base + "/orders/FR?page=\(page)")
        pages.append(response.body)
        if page < 4 { numbers += try self.numbers(response) }
        let expected = ["totalNumberOfRecords": 450, "pageNumber": min(page, 3), "totalNumberOfPages": 3]
        #expect(try response.json["pagination"] as? [String: Int] == expected)
      }
      #expect(numbers.count == 450)
      #expect(Set(numbers).count == 450)
      #expect(numbers.first == "0200000450", "the newest first")
      #expect(pages[3] == pages[2])
      #expect(pages[1] != pages[2])
      #expect(try await self.numbers(client.get(Self.base + "/orders/FR")).count == 200)
      #expect(try await self.numbers(client.get(Self.base + "/orders/FR?page-size=1000&page=3")).count == 50)
      #expect(try await self.numbers(client.get(Self.base + "/orders/FR?page-size=7&page=65")) == ["0200000002", "0200000001"])
    }
  }

  @Test func `orders are picked by state and by purchaser, in both spellings`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = try await filled(sandbox, 6)
      #expect(try await numbers(client.get(Self.base + "/orders/FR?order-status=Open")) == ["0200000006", "0200000003"])
      for name in ["purchaserid", "purchaser-id"] {
        let found = try await numbers(client.get(Self.base + "/orders/FR?\(name)=1100002222&order-status=Open"))
        #expect(found == ["0200000003"])
      }
      let none = try await client.get(Self.base + "/orders/FR?purchaserid=1")
      #expect(none.body == #"{"orderList":[],"pagination":{"totalNumberOfRecords":0,"pageNumber":1,"totalNumberOfPages":0}}"#)
    }
  }

  @Test(arguments: ["page=0", "page=x", "page=-1", "page=", "page-size=0", "page-size=%2B5", "page=99999999999999999999", "page=%2"])
  func `a page that is no number from 1 is 400`(_ query: String) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let response = try await SchneiderClient(sandbox).get(Self.base + "/orders/FR?" + query)
      #expect(response.status == 400)
      #expect(try response.json["code"] as? String == "Bad_Request")
    }
  }

  @Test func `every generated order has details of two items and schedules with no, one and two tracking numbers`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = try await filled(sandbox, 3)
      var details = ""
      for number in ["0200000001", "0200000002", "0200000003"] {
        let response = try await client.get(Self.base + "/orders/FR/\(number)")
        details += response.body
        let items = try response.json["itemList"] as? [[String: [String: Any]]] ?? []
        #expect(items.map { $0["item"]?["itemNumber"] as? String } == ["000010", "000020"])
        #expect(try await client.get(Self.base + "/orders/FR/\(number)/000020/shipment-schedules").body.contains("List\":[]"))
        let item = try await client.get(Self.base + "/orders/FR/\(number)/000010/shipment-schedules").json["item"] as? [String: Any]
        let schedules = item?["shippingScheduleList"] as? [[String: [String: Any]]] ?? []
        #expect(schedules.map { ($0["shippingSchedule"]?["trackingNumbersList"] as? [Any])?.count } == [0, 1, 2])
      }
      for carrier in [#""carrierName":"Standard""#, #""carrierName":10060100"#, #""totalQtyShipped":3"#] {
        #expect(details.contains(carrier))
      }
      #expect(try await client.get(Self.base + "/orders/FR/0200000004").status == 404)
      #expect(try await client.get(Self.base + "/orders/FR/020000001").status == 404)
      _ = try await RawClient(port: sandbox.port).exchange(RawClient(port: sandbox.port).text("POST", "/sandbox/reset"))
      #expect(try await numbers(client.get(Self.base + "/orders/FR")).isEmpty)
    }
  }

  @Test func `more orders than the books can hold are refused`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let response = try await RawClient(port: sandbox.port).post("/sandbox/se-orders", #"{"country":"FR","count":10001}"#)
      #expect(try response.messages == ["count must be from 0 to 10000"])
    }
  }

  @Test func `a product has a date, whatever its reference looks like`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = try await SchneiderClient(sandbox)
      let response = try await client.get(Self.products + "/XB5KSM%2F?quantity=1&shipTo=1234567890")
      #expect(response.status == 200)
      #expect(try response.json["productReference"] as? String == "XB5KSM/")
      #expect(try response.json["quantity"] as? Int == 1)
      #expect(try response.json["shipTo"] as? String == "1234567890")
      #expect(try response.json["supplyingPlant"] as? String == "FR03")
      #expect(try response.json["shortage"] as? Bool == false)
      let lead = try #require(try response.json["currLeadTime"] as? Int)
      #expect(try response.json["deliveryDate"] as? String == "2026-01-\(lead < 9 ? "0" : "")\(lead + 1)")
      #expect(try await client.get(Self.products + "/SHORT-1?quantity=0.5&shipTo=1").json["shortage"] as? Bool == true)
      #expect(try await client.get(Self.products + "/XB5KSM/?quantity=1&shipTo=1").status == 404)
    }
  }

  @Test(arguments: [
    ("A?shipTo=1", 400, "Bad_Request"), ("A?quantity=0&shipTo=1", 400, "Bad_Request"), ("A?quantity=x&shipTo=1", 400, "Bad_Request"),
    ("A?quantity=1", 400, "Bad_Request"), ("A?quantity=1&shipTo=", 400, "Bad_Request"), ("A%2?quantity=1&shipTo=1", 400, "Bad_Request"),
    ("UNKNOWN-1?quantity=1&shipTo=1", 404, "Invalid_Input"),
  ]) func `a question without its parameters, or for no product, is refused`(_ path: String, _ status: Int, _ code: String) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let response = try await SchneiderClient(sandbox).get(Self.products + "/" + path)
      #expect(response.status == status)
      #expect(try response.json["code"] as? String == code)
    }
  }

  private func filled(_ sandbox: RunningSandbox, _ count: Int) async throws -> SchneiderClient {
    let response = try await RawClient(port: sandbox.port).post("/sandbox/se-orders", #"{"country":"FR","count":\#(count)}"#)
    #expect(response.status == 200)
    return try await SchneiderClient(sandbox)
  }

  private func numbers(_ response: RawResponse) throws -> [String] {
    (try response.json["orderList"] as? [[String: Any]] ?? []).compactMap { $0["orderNumber"] as? String }
  }
}
