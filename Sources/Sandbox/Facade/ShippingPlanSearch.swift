extension Endpoint {
  /// `POST /shipping-plans/search`. Each item is dispatched from what lies in the warehouses, the primary one first; a warehouse that
  /// dispatches nothing is not named. With `forcePrimaryWarehouse` only the primary one counts. What is left is the back order.
  static let shippingPlanSearch = Endpoint(
    .post, "/shipping-plans/search",
    body: .object([
      .required(
        "items",
        .array(
          .object([
            .required("index", .text), .optional("isUrgent", .boolean), .required("requestedQuantity", .integer(atLeast: 1)),
            .required("part", .part),
          ]), uniqueBy: "index")),
      .required("forcePrimaryWarehouse", .boolean),
    ])
  ) { call, _ in
    let items = call.body["items"]?.elements ?? []
    let refusals = Catalogue.refusals(of: items)
    guard refusals.isEmpty else { return .refused(refusals) }
    let warehouses = call.body["forcePrimaryWarehouse"] == true ? [Warehouse.primary] : Warehouse.all
    return .ok(["items": .array(items.map { item in planned(item, from: warehouses) })])
  }

  private static func planned(_ item: JSONValue, from warehouses: [Warehouse]) -> JSONValue {
    let number = Catalogue.number(of: item["part"])
    return [
      "index": item["index"] ?? .null, "part": item["part"] ?? .null, "pricing": Catalogue.pricing(of: number),
      "shippingPlans": plan(of: number, requested: item["requestedQuantity"]?.integer ?? 0, from: warehouses),
    ]
  }

  private static func plan(of number: String, requested: Int, from warehouses: [Warehouse]) -> JSONValue {
    var left = requested
    var dispatched: [JSONValue] = []
    if number.hasPrefix("TOOMUCH") {
      dispatched = [dispatch(requested + 1, of: number, from: .primary)]
      left = 0
    } else if !number.hasPrefix("NOPRIMARY") {
      for warehouse in warehouses {
        let quantity = min(left, Catalogue.stock(of: number, in: warehouse))
        guard quantity > 0 else { continue }
        dispatched.append(dispatch(quantity, of: number, from: warehouse))
        left -= quantity
      }
    }
    var members = [JSONMember("requestedQuantity", .number(String(requested))), JSONMember("backOrderQuantity", .number(String(left)))]
    if !number.hasPrefix("NOPRIMARY") { members.append(JSONMember("externalPrimaryWarehouseId", .text(Warehouse.primary.id))) }
    return .object(members + [JSONMember("warehouses", .array(dispatched))])
  }

  private static func dispatch(_ quantity: Int, of number: String, from warehouse: Warehouse) -> JSONValue {
    let isPrimary = warehouse.id == Warehouse.primary.id
    var members = [JSONMember("externalId", .text(warehouse.id)), JSONMember("externalName", .text(warehouse.name))]
    if isPrimary { members.append(JSONMember("isPrimary", true)) }
    members.append(JSONMember("availableQuantity", .number(String(Catalogue.stock(of: number, in: warehouse)))))
    members.append(JSONMember("dispatchQuantity", .number(String(quantity))))
    if number == SeedExample.partNumber {
      if isPrimary { members.append(JSONMember("delivery", ["information": "In 2 hours"])) }
      members.append(JSONMember("hideStock", .boolean(isPrimary)))
    }
    return .object(members)
  }
}
