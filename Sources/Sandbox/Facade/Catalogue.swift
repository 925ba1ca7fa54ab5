/// Which parts there are, what they cost and how many lie where. Everything follows from the part number, so an answer today is the answer
/// tomorrow:
/// - `1234WALKER` is the part of the seed's examples, with its prices and stocks;
/// - a number that begins with `UNKNOWN` is refused: `items[n].part is unknown`;
/// - a number that begins with `NOWHERE` lies in no warehouse: the answer's `warehouses` is empty;
/// - a number that begins with `NOPRIMARY` or `TOOMUCH` gets a shipping plan that breaks the contract: without a warehouse and without
///   `externalPrimaryWarehouseId`, or with more in dispatch than was asked for;
/// - every other number exists, in all three warehouses, with quantities 0…29 and a price between 1.00 and 500.99.
enum Catalogue {
  /// The number a part goes by: the external one, else TecDoc's, else Kromeda's.
  static func number(of part: JSONValue?) -> String {
    ["external", "tecdoc", "kromeda"].lazy.compactMap { part?["identifier"]?[$0]?["partNumber"]?.text }.first ?? ""
  }

  /// One message for each of these items, or cart lines, whose part is unknown.
  static func refusals(of items: [JSONValue], named name: String = "items") -> [String] {
    items.enumerated().compactMap { position, item in
      number(of: item["part"]).hasPrefix("UNKNOWN") ? "\(name)[\(position)].part is unknown" : nil
    }
  }

  static func pricing(of number: String) -> JSONValue {
    if number == SeedExample.partNumber { return SeedExample.pricing }
    let cents = Int(StableHash.of(number, "price") % 50_000) + 100
    return [
      "netPrice": .number(decimal(cents)), "publicPrice": .number(decimal(cents + cents / 5)), "currency": "EUR", "vat": .number("0.2"),
    ]
  }

  static func availabilities(of number: String) -> JSONValue {
    let primary: JSONValue = .text(Warehouse.primary.id)
    if number.hasPrefix("NOWHERE") { return ["externalPrimaryWarehouseId": primary, "warehouses": []] }
    let warehouses = Warehouse.all.map { warehouse -> JSONValue in
      let quantity = JSONValue.number(String(stock(of: number, in: warehouse)))
      var members = [JSONMember("externalId", .text(warehouse.id)), JSONMember("externalName", .text(warehouse.name))]
      if warehouse.id == Warehouse.primary.id { members.append(JSONMember("isPrimary", true)) }
      members.append(JSONMember("availableQuantity", quantity))
      return .object(members)
    }
    return ["externalPrimaryWarehouseId": primary, "warehouses": .array(warehouses)]
  }

  /// How many lie there. The seed's shipping plan has fewer of its part in Torino than its availability.
  static func stock(of number: String, in warehouse: Warehouse) -> Int {
    if number == SeedExample.partNumber { return SeedExample.plannedStock[warehouse.id] ?? 0 }
    return number.hasPrefix("NOWHERE") ? 0 : Int(StableHash.of(number, warehouse.id) % 30)
  }

  private static func decimal(_ cents: Int) -> String {
    "\(cents / 100)." + (cents % 100 < 10 ? "0" : "") + String(cents % 100)
  }
}
