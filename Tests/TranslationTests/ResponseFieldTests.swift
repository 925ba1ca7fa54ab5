import Contracts
import Documents
import Testing
import Translation

/// No field of a response is lost on its way into the answer.
@Suite struct ResponseFieldTests {
  /// A value of a response with its path, `itemList[].item.itemNumber`.
  private struct Leaf {
    let path: String
    let text: String
  }

  private func leaves(_ value: JSONValue, _ path: String = "") -> [Leaf] {
    switch value {
    case .object(let members): members.flatMap { leaves($0.value, path.isEmpty ? $0.name : path + "." + $0.name) }
    case .array(let elements): elements.flatMap { leaves($0, path + "[]") }
    case .null: []
    case .boolean, .number, .string: [Leaf(path: path, text: value.text ?? "")]
    }
  }

  /// Each leaf another text, so that no two can be taken for each other.
  private func numbered(_ value: JSONValue, _ next: inout Int) -> JSONValue {
    switch value {
    case .object(let members):
      return .object(members.map { .init($0.name, numbered($0.value, &next)) })
    case .array(let elements): return .array(elements.map { numbered($0, &next) })
    case .null: return .null
    case .boolean, .number, .string:
      next += 1
      return .string("leaf \(next)")
    }
  }

  @Test(arguments: Kind.allCases) func `each field of the documentation's response stands in its column`(kind: Kind) throws {
    var count = 0
    let response = numbered(try JSONReader.read(Sample("\(kind.rawValue)/seed-example").bytes("response.json")), &count)
    let layout = ResultLayout.of(kind)
    let rows = ResponseRows.of(kind).all(of: response)
    let told = leaves(response).filter { !$0.path.hasSuffix("index") && !$0.path.hasPrefix("pagination.") }
    #expect(told.count > 5)
    for leaf in told {
      let column = layout.columns.firstIndex { $0.path == leaf.path }
      if let column {
        #expect(rows.contains { $0.cells[column] == leaf.text }, "\(leaf.path) is lost")
      } else if let further = layout.furtherColumn {
        #expect(rows.allSatisfy { $0.cells[further] == "{\"\(leaf.path)\":\"\(leaf.text)\"}" }, "\(leaf.path) is lost")
      } else {
        Issue.record("\(leaf.path) has no column")
      }
    }
    let cells = Set(rows.flatMap(\.cells)).filter { $0.hasPrefix("leaf ") }
    #expect(cells.isSubset(of: Set(told.map(\.text))))
  }

  @Test(arguments: Kind.allCases) func `every column with a path is filled by a response that says everything`(kind: Kind) {
    for (column, result) in ResultLayout.of(kind).columns.enumerated() where !result.path.isEmpty {
      let response = result.path.split(separator: ".").reversed().reduce(JSONValue.string("x")) { value, part in
        let name = part.hasSuffix("[]") ? String(part.dropLast(2)) : String(part)
        return .object([.init(name, part.hasSuffix("[]") ? .array([value]) : value)])
      }
      #expect(ResponseRows.of(kind).all(of: response).map { $0.cells[column] } == ["x"], "\(result.name)")
    }
  }

  // MARK: what nobody has heard of

  private func further(_ kind: Kind, _ response: String) throws -> [String] {
    let column = try #require(ResultLayout.of(kind).furtherColumn)
    return ResponseRows.of(kind).all(of: try JSONReader.read(Array(response.utf8))).map { $0.cells[column] }
  }

  @Test func `Schneider Electric's unknown fields arrive, from the response, its items and their entries, with their paths`() throws {
    #expect(
      try further(
        .seOrder,
        """
        {"orderNumber":"1","incoterm":{"code":"DAP","place":null},"itemList":[{"position":1,"item":{"itemNumber":"10","plant":"FR03",\
        "shipTo":[{"shipToCountry":"FR","city":"Lyon"},{"shipToCountry":"IT"}]}},{"item":{"itemNumber":"20","tags":["a",2]}}]}
        """) == [
          "{\"incoterm\":{\"code\":\"DAP\",\"place\":null},\"itemList.position\":1,\"itemList.item.plant\":\"FR03\",\"itemList.item.shipTo.city\":\"Lyon\"}",
          "{\"incoterm\":{\"code\":\"DAP\",\"place\":null},\"itemList.position\":1,\"itemList.item.plant\":\"FR03\"}",
          "{\"incoterm\":{\"code\":\"DAP\",\"place\":null},\"itemList.item.tags\":[\"a\",2]}",
        ])
    #expect(
      try further(
        .seShipments,
        """
        {"item":{"weight":1.50,"shippingScheduleList":[{"x":true,"shippingSchedule":{"dock":"7","trackingNumbersList":[\
        {"y":1,"tracking":{"trackingNumber":"T","carrier":"C"}}]}}]}}
        """) == [
          "{\"item.weight\":1.50,\"item.shippingScheduleList.x\":true,\"item.shippingScheduleList.shippingSchedule.dock\":\"7\","
            + "\"item.shippingScheduleList.shippingSchedule.trackingNumbersList.y\":1,"
            + "\"item.shippingScheduleList.shippingSchedule.trackingNumbersList.tracking.carrier\":\"C\"}"
        ])
    #expect(
      try further(
        .seOrders, "{\"orderList\":[{\"orderNumber\":\"1\",\"soldTo\":\"S\"}],\"pagination\":{\"pageNumber\":1,\"x\":2},\"asOf\":\"now\"}")
        == ["{\"asOf\":\"now\",\"orderList.soldTo\":\"S\"}"])
    #expect(try further(.seAvailability, "{\"plants\":[{\"id\":\"A\"}],\"deliveryDate\":\"d\"}") == ["{\"plants\":[{\"id\":\"A\"}]}"])
  }

  @Test func `null is nothing, and a known field of another shape is kept as it came`() throws {
    #expect(try further(.seAvailability, "{\"shortage\":null,\"x\":null,\"deliveryDate\":\"d\"}") == [""])
    #expect(
      try further(.seAvailability, "{\"deliveryDate\":{\"from\":\"a\",\"to\":\"b\"},\"shortage\":[1]}")
        == ["{\"deliveryDate\":{\"from\":\"a\",\"to\":\"b\"},\"shortage\":[1]}"])
    #expect(
      try further(.seOrder, "{\"orderStatus\":\"Open\",\"itemList\":{\"item\":{\"itemNumber\":\"10\"}}}")
        == ["{\"orderStatus\":\"Open\",\"itemList\":{\"item\":{\"itemNumber\":\"10\"}}}"])
    #expect(
      try further(
        .seOrder, "{\"itemList\":[{\"item\":\"10\"},{\"item\":[1]},\"20\",{\"item\":{\"shipTo\":\"FR\"}},{\"item\":{\"shipTo\":[\"IT\"]}}]}"
      ) == [
        "{\"itemList.item\":\"10\"}", "{\"itemList.item\":[1]}", "{\"itemList\":\"20\"}", "{\"itemList.item.shipTo\":\"FR\"}",
        "{\"itemList.item.shipTo\":\"IT\"}",
      ])
  }

  @Test(arguments: Kind.allCases.filter { $0.api == .erp }) func `the ERP facade's unknown fields are ignored`(kind: Kind) throws {
    let text = try Sample("\(kind.rawValue)/seed-example").text("response.json")
    let grown = text.replacing("{", with: "{\"unheardOf\":[{\"of\":1}],").replacing(",}", with: "}").replacing(", }", with: "}")
    #expect(grown != text)
    let read = try JSONReader.read(Array(grown.utf8))
    #expect(ResponseRows.of(kind).all(of: read) == ResponseRows.of(kind).all(of: try JSONReader.read(Array(text.utf8))))
  }

  @Test func `identifiers come as text or number, and are kept as they are written`() throws {
    let layout = ResultLayout.of(.seShipments)
    let carrier = try #require(layout.index(of: "shipping_schedule_carrier_name"))
    for (written, kept) in [("10060100", "10060100"), ("\"DHL\"", "DHL"), ("\"0042\"", "0042"), ("1.0e3", "1.0e3"), ("null", "")] {
      let response = "{\"orderNumber\":1,\"item\":{\"shippingScheduleList\":[{\"shippingSchedule\":{\"carrierName\":\(written)}}]}}"
      #expect(ResponseRows.of(.seShipments).all(of: try JSONReader.read(Array(response.utf8))).map { $0.cells[carrier] } == [kept])
    }
  }

  @Test func `what stands above a missing or empty list is a row of its own`() throws {
    let order = try #require(ResultLayout.of(.seOrder).index(of: "order_number"))
    let item = try #require(ResultLayout.of(.seOrder).index(of: "item_item_number"))
    for list in ["", ",\"itemList\":[]", ",\"itemList\":null"] {
      let rows = ResponseRows.of(.seOrder).all(of: try JSONReader.read(Array("{\"orderNumber\":\"7\"\(list)}".utf8)))
      #expect(rows.map { [$0.cells[order], $0.cells[item]] } == [["7", ""]])
    }
    let none = "{\"orderList\":[],\"pagination\":{\"totalNumberOfRecords\":0,\"pageNumber\":1,\"totalNumberOfPages\":0}}"
    #expect(ResponseRows.of(.seOrders).all(of: try JSONReader.read(Array(none.utf8))) == [])
    #expect(SearchPages.count(in: Array(none.utf8)) == 0)
    #expect(SearchPages.count(in: Array("{}".utf8)) == 1)
    #expect(SearchPages.count(in: Array("{\"pagination\":{\"totalNumberOfPages\":\"3\"}}".utf8)) == 3)
  }
}
