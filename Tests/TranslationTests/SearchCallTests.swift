import Contracts
import Documents
import Testing
import Translation

/// Documents of the safe kinds to calls, beyond the documentation's examples.
@Suite struct SearchCallTests {
  private func items(_ kind: Kind, _ csv: String, _ handling: Handling? = nil) throws -> [SearchItem] {
    let handling = handling ?? Handling(targets: .init(erp: "erp", schneider: "se"))
    let file = try ReadFile(csv, named: "\(kind.rawValue).csv", as: kind, handling)
    try #require(file.said == [], "\(file.said)")
    var planner = SearchPlanner(kind: kind, handling: handling)
    return file.documents.flatMap { planner.items(of: $0) }
  }

  private func lines(_ kind: Kind, _ csv: String, _ addresses: SchneiderAddresses = SchneiderAddresses()) throws -> [String] {
    var handling = Handling(targets: .init(erp: nil, schneider: "se"))
    handling.schneider = addresses
    return try items(kind, csv, handling).map { PlannedCall.asking([$0]).requestLine }
  }

  // MARK: Schneider Electric

  @Test func `a slash in a reference is encoded, or becomes what the settings say`() throws {
    let csv = "line;product_reference;quantity;ship_to\n1;XB5KSM/;3;7\n2;a/b c/ü;1;1 2&3\n"
    #expect(
      try lines(.seAvailability, csv) == [
        "GET /v2/sales-operation/product-availability/products/XB5KSM%2F?quantity=3&shipTo=7",
        "GET /v2/sales-operation/product-availability/products/a%2Fb%20c%2F%C3%BC?quantity=1&shipTo=1%202%263",
      ])
    var addresses = SchneiderAddresses()
    addresses.slash = "~"
    addresses.productAvailabilityPath = "/v3/pa"
    addresses.quantityName = "qty"
    addresses.shipToName = "ship-to"
    #expect(
      try lines(.seAvailability, csv, addresses) == [
        "GET /v3/pa/products/XB5KSM~?qty=3&ship-to=7", "GET /v3/pa/products/a~b%20c~%C3%BC?qty=1&ship-to=1%202%263",
      ])
  }

  @Test(arguments: ["/v1/supply-chain/partner-order-status", "/v1/supply-chain/order-status"])
  func `both base paths serve all three levels`(base: String) throws {
    var addresses = SchneiderAddresses()
    addresses.orderStatusPath = base
    #expect(try lines(.seOrders, "country\nFR\n", addresses) == ["GET \(base)/orders/FR?page-size=200&page=1"])
    #expect(
      try lines(.seOrder, "country;order_number;item_number\nFR;01/2;\nRU;0100111111;000010\n", addresses) == [
        "GET \(base)/orders/FR/01%2F2", "GET \(base)/orders/RU/0100111111/000010",
      ])
    #expect(
      try lines(.seShipments, "country;order_number;item_number\nRU;0100476011;000180\n", addresses) == [
        "GET \(base)/orders/RU/0100476011/000180/shipment-schedules"
      ])
  }

  @Test func `an order search is spelt as the settings say, and leaves out what the file does not ask for`() throws {
    let csv = "country;order_status;purchaser_id\nFR;In Progress;0012\nFR;;12\nFR;Open;\n"
    #expect(
      try lines(.seOrders, csv).map { $0.split(separator: "?")[1] } == [
        "order-status=In%20Progress&purchaserid=0012&page-size=200&page=1", "purchaserid=12&page-size=200&page=1",
        "order-status=Open&page-size=200&page=1",
      ])
    var addresses = SchneiderAddresses()
    addresses.purchaserIDName = "purchaser-id"
    addresses.orderStatusName = "status"
    addresses.pageSizeName = "size"
    addresses.pageName = "p"
    addresses.pageSize = 100
    #expect(try lines(.seOrders, csv, addresses)[0].hasSuffix("?status=In%20Progress&purchaser-id=0012&size=100&p=1"))
  }

  @Test func `a further page differs in its number only`() throws {
    let items = try items(.seOrders, "country;order_status\nFR;page\n")
    #expect(items[0].isPaged)
    let first = PlannedCall.asking(items)
    let third = PlannedCall.asking(items, page: 3)
    #expect(third.requestLine == first.requestLine.replacing("&page=1", with: "&page=3"))
    #expect(third.operation == .searchSchneiderOrders)
  }

  @Test func `defaults of the settings reach the calls`() throws {
    let handling = Handling(
      targets: .init(erp: "erp", schneider: "se"),
      defaults: ["ship_to": "1234567890", "quantity": "5", "country": "FR", "item_number": "000010"])
    #expect(
      try items(.seAvailability, "line;product_reference\n1;A\n", handling).map { PlannedCall.asking([$0]).query.map(\.value) } == [
        ["5", "1234567890"]
      ])
    #expect(
      try items(.seShipments, "order_number\n1\n", handling).map { PlannedCall.asking([$0]).path } == [
        "/v1/supply-chain/partner-order-status/orders/FR/1/000010/shipment-schedules"
      ])
  }

  // MARK: shipping plans

  @Test func `requests of one forcePrimaryWarehouse share calls`() throws {
    let items = try items(
      .shippingPlans,
      "request_number;line;part_number;quantity;urgent;force_primary_warehouse\nR1;1;P;1;;true\nR1;2;Q;2;1;\nR2;1;P;1;;0\nR3;1;P;1;;1\n")
    #expect(items.lots == [[0, 1, 3], [2]])
    let forced = try JSONReader.read(PlannedCall.asking(items.lots[0].map { items[$0] }).body)
    #expect(forced["forcePrimaryWarehouse"] == .boolean(true))
    #expect(forced["items"]?.elements?.map { $0["isUrgent"] } == [nil, .boolean(true), nil])
    #expect(try JSONReader.read(PlannedCall.asking([items[2]]).body)["forcePrimaryWarehouse"] == .boolean(false))
    #expect(Set(items.compactMap(index)).count == 4)
  }

  private func index(_ item: SearchItem) -> String? {
    if case .shared(_, let index, _) = item.call { index } else { nil }
  }

  // MARK: routing of availability

  private static let routed = """
    line;part_number;tecdoc_part_number;tecdoc_manufacturer_id;quantity;target;ship_to
    1;P;;;;erp;
    2;XB5KSM/;;;3;schneider;77
    3;Q;;;1;;

    """

  @Test func `a line says whom it is for, and the settings where it does not`() throws {
    func ways(_ availability: API) throws -> [[String]] {
      let handling = Handling(targets: .init(erp: "e", schneider: "s", availability: availability), defaults: ["ship_to": "88"])
      return try items(.availability, Self.routed, handling).map { [$0.target, PlannedCall.asking([$0]).requestLine] }
    }
    let second = "GET /v2/sales-operation/product-availability/products/XB5KSM%2F?quantity=3&shipTo=77"
    #expect(try ways(.erp) == [["e", "POST /availabilities/search"], ["s", second], ["e", "POST /availabilities/search"]])
    #expect(
      try ways(.schneider) == [
        ["e", "POST /availabilities/search"], ["s", second],
        ["s", "GET /v2/sales-operation/product-availability/products/Q?quantity=1&shipTo=88"],
      ])
    let routed = try items(.availability, Self.routed)
    #expect(routed.lots == [[0, 2], [1]])
    #expect(routed.map(\.line) == ["1", "2", "3"])
    let body = try JSONReader.read(PlannedCall.asking([routed[0]]).body)
    #expect(body["items"]?.elements?[0].members?.map(\.name) == ["index", "part"])
  }

  private func said(_ rows: String..., handling: Handling) throws -> [String] {
    let header = "line;part_number;tecdoc_part_number;tecdoc_manufacturer_id;quantity;target;ship_to"
    return try ReadFile(([header] + rows).map { $0 + "\n" }.joined(), named: "a.csv", as: .availability, handling).said
  }

  @Test func `a line for Schneider Electric needs a reference, a quantity and a ShipTo`() throws {
    let handling = Handling(targets: .init(erp: "e", schneider: "s"))
    let missing = { (column: String) in
      "a.csv:2: required \(column) is missing (the line is for schneider); expected a value, or a default in the settings"
    }
    #expect(try said("1;P;;;;schneider;", handling: handling) == [missing("quantity"), missing("ship_to")])
    #expect(try said("1;;T;0013;1;schneider;7", handling: handling) == [missing("part_number")])
    #expect(try said("1;P;;;;erp;", handling: handling) == [])
    var supplied = handling
    supplied.defaults = ["quantity": "1", "ship_to": "7"]
    #expect(try said("1;P;;;;schneider;", handling: supplied) == [])
    for dots in [".", ".."] {
      #expect(
        try said("1;\(dots);;;1;schneider;7", handling: handling) == [
          "a.csv:2:3: part_number \"\(dots)\" cannot stand in an address (the line is for schneider); expected an identifier, not a dot or two"
        ])
      #expect(try said("1;\(dots);;;1;erp;", handling: handling) == [])
    }
  }

  @Test func `an unknown target, and one that the partner has not, are findings`() throws {
    #expect(
      try said("1;P;;;1;se;7", handling: Handling(targets: .init(erp: "e", schneider: "s"))) == [
        "a.csv:2:9: target \"se\" is not known; expected one of erp, schneider"
      ])
    #expect(
      try said("1;P;;;1;schneider;7", handling: Handling()) == [
        "a.csv:2: the line is for schneider, and the partner has no such target: send it to the other one, or set it up in the settings"
      ])
    #expect(
      try said("1;P;;;1;;7", "2;P;;;1;erp;7", handling: Handling(targets: .init(erp: nil, schneider: "s", availability: .schneider))) == [
        "a.csv:3: the line is for erp, and the partner has no such target: send it to the other one, or set it up in the settings"
      ])
  }

  @Test func `a line for Schneider Electric fills the last columns of the answer, and no others`() throws {
    let items = try items(.availability, Self.routed)
    let answers = SearchAnswer(kind: .availability)
    let rows = answers.rows(of: items[1], in: answers.read(try Sample("se-availability/seed-example").bytes("response.json")))
    let names = ResultLayout.of(.availability).columns.map(\.name)
    #expect(rows.count == 1)
    let filled = zip(names, rows[0].cells).filter { !$1.isEmpty }.map { "\($0)=\($1)" }
    #expect(
      filled == [
        "se_product_reference=XB5KSM/", "se_quantity=3", "se_ship_to=1234567890", "se_delivery_date=2026-01-02", "se_shortage=false",
        "se_curr_lead_time=1", "se_further_fields={\"supplyingPlant\":\"FR03\"}",
      ])
  }

  @Test func `a file of a kind that the partner has no target for is refused`() {
    #expect(Handling().finding(ofFile: "a.csv", of: .orders) == nil)
    for kind in Kind.allCases where kind.api == .schneider {
      #expect(
        Handling().finding(ofFile: "a.csv", of: kind)?.description
          == "a.csv: files of the kind \(kind.rawValue) go to a target of the section schneider, and the partner default has none; set it up in the settings, then drop the file again"
      )
    }
  }
}
