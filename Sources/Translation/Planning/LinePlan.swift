import Contracts
import Documents

/// One item of a shipping plan put into its line of an order.
struct LinePlan {
  private let item: JSONValue?
  private let completion: OrderCompletion
  private let entry: Int
  private(set) var document: Document

  init(_ item: JSONValue?, completion: OrderCompletion, entry: Int, document: Document) {
    self.item = item
    self.completion = completion
    self.entry = entry
    self.document = document
  }

  /// Returns what was planned, in a sentence for the answer.
  mutating func apply() throws(PlanMistake) -> String {
    guard let item else {
      throw .finding(
        .unusablePlan,
        "the target's shipping plan does not mention the line; nothing was ordered: ask the target's people, or drop it again")
    }
    let needsPrice = completion.lacksPrice(entry, document)
    let price = needsPrice ? try applyPricing(item["pricing"]) : nil
    guard completion.lacksWarehouse(entry, document) else { return "planned: price \(price ?? "")" }
    let warehouses = try applyWarehouses(item["shippingPlans"])
    return price.map { "\(warehouses); price \($0)" } ?? warehouses
  }

  // MARK: prices

  private mutating func applyPricing(_ pricing: JSONValue?) throws(PlanMistake) -> String {
    let isPriced = document.string("net_price", in: entry) != nil || completion.handling.defaults["net_price"] != nil
    let own = document.string("currency", in: entry)
    let currency = pricing?["currency"]?.text
    if !isPriced {
      guard let net = pricing?["netPrice"]?.text, Self.isDecimal(net) else {
        throw .finding(.unusablePlan, "the target's shipping plan names no net price; nothing was ordered: give net_price in the file")
      }
      if let own, let currency, own != currency {
        throw .finding(
          .unusablePlan,
          "currency \"\(Finding.shortened(own))\" is not that of the plan's price, \(Finding.shortened(currency)); leave it out, or give net_price too"
        )
      }
      set("net_price", to: net)
      for (column, value) in [
        ("public_price", pricing?["publicPrice"]), ("vat", pricing?["vat"]), ("core_price", pricing?["corePrice"]),
      ] {
        if let text = value?.text, Self.isDecimal(text), document.string(column, in: entry) == nil { set(column, to: text) }
      }
      if let promotion = pricing?["promotion"]?["externalId"]?.text, document.string("promotion_id", in: entry) == nil {
        set("promotion_id", to: promotion)
      }
      addFees(pricing?["fees"]?.elements ?? [])
    }
    let known =
      own ?? (isPriced ? completion.handling.defaults["currency"] ?? currency : currency ?? completion.handling.defaults["currency"])
    guard let known else {
      throw .finding(.unusablePlan, "the target's shipping plan names no currency; nothing was ordered: give currency in the file")
    }
    if own == nil { set("currency", to: known) }
    return "\(document.string("net_price", in: entry) ?? completion.handling.defaults["net_price"] ?? "") \(known)"
  }

  private mutating func addFees(_ fees: [JSONValue]) {
    let places = completion.places
    guard document.count(of: places.fees, in: entry) == 0 else { return }
    for fee in fees {
      guard let label = fee["label"]?.text, let price = fee["price"]?.text, Self.isDecimal(price) else { continue }
      let new = document.append(section: places.fees, to: entry, line: document.entries[entry].line)
      set(new, places.feeLabel, to: label)
      set(new, places.feePrice, to: price)
    }
  }

  // MARK: warehouses

  private mutating func applyWarehouses(_ plan: JSONValue?) throws(PlanMistake) -> String {
    let places = completion.places
    let own = document.entries(of: places.warehouses, in: entry)
    guard own.count == 1 else {
      throw .finding(
        .contradiction, "some of the line's rows name a warehouse and some do not; expected all of them, or none to be planned")
    }
    let wanted = completion.quantity(entry, document)
    var dispatched: [(id: String, quantity: Int)] = []
    for warehouse in plan?["warehouses"]?.elements ?? [] {
      guard let id = warehouse["externalId"]?.text, !id.isEmpty, let quantity = warehouse["dispatchQuantity"]?.text.flatMap({ Int($0) }),
        quantity >= 0
      else {
        throw .finding(
          .unusablePlan, "the target's shipping plan has a warehouse without id or quantity; nothing was ordered: ask the target's people")
      }
      if quantity > 0 { dispatched.append((id, quantity)) }
    }
    // Counted down, since a sum of what a target says may overflow.
    var missing = wanted
    for warehouse in dispatched where missing >= 0 { missing = warehouse.quantity > missing ? -1 : missing - warehouse.quantity }
    guard missing >= 0, Set(dispatched.map(\.id)).count == dispatched.count else {
      throw .finding(
        .unusablePlan,
        "the target's shipping plan does not add up: \(Self.words(dispatched)) for \(wanted) wanted; nothing was ordered: ask the target's people"
      )
    }
    guard missing > 0 else {
      put(dispatched, in: own[0])
      return "planned: \(Self.words(dispatched))"
    }
    return try backOrder(missing, wanted, dispatched, plan, own[0])
  }

  private mutating func backOrder(
    _ missing: Int, _ wanted: Int, _ dispatched: [(id: String, quantity: Int)], _ plan: JSONValue?, _ place: Int
  ) throws(PlanMistake) -> String {
    let there = dispatched.isEmpty ? "none there" : "there: \(Self.words(dispatched))"
    switch completion.handling.planStep.backOrder {
    case .refuse:
      throw .finding(
        .backOrder,
        "\(missing) of \(wanted) are on back order (\(there)); nothing was ordered: order fewer, name the warehouses, or change plan_step.back_order"
      )
    case .available:
      guard !dispatched.isEmpty else { throw .nothingThere("not ordered: all \(wanted) are on back order") }
      put(dispatched, in: place)
      return "planned: \(Self.words(dispatched)); \(missing) of \(wanted) on back order, not ordered"
    case .primary:
      let flagged = plan?["warehouses"]?.elements?.first { $0["isPrimary"] == .boolean(true) }?["externalId"]?.text
      guard let primary = plan?["externalPrimaryWarehouseId"]?.text ?? flagged, !primary.isEmpty else {
        throw .finding(
          .unusablePlan,
          "\(missing) of \(wanted) are on back order, and the plan names no primary warehouse; nothing was ordered: name the warehouses")
      }
      put([(primary, wanted)], in: place)
      return "planned: all \(wanted) from the primary warehouse \(primary); \(missing) of them on back order"
    }
  }

  private mutating func put(_ warehouses: [(id: String, quantity: Int)], in first: Int) {
    let places = completion.places
    for (number, warehouse) in warehouses.enumerated() {
      let place = number == 0 ? first : document.append(section: places.warehouses, to: entry, line: document.entries[entry].line)
      set(place, places.warehouse, to: warehouse.id)
      set(place, places.quantity, to: String(warehouse.quantity))
    }
  }

  private static func words(_ warehouses: [(id: String, quantity: Int)]) -> String {
    warehouses.map { "\($0.quantity) from \(Finding.shortened($0.id))" }.joined(separator: ", ")
  }

  // MARK: values

  private static func isDecimal(_ text: String) -> Bool {
    var text = text
    return text.withUTF8(ValueRules.isDecimal)
  }

  private mutating func set(_ column: String, to text: String) { set(entry, completion.places.slot(column), to: text) }

  private mutating func set(_ entry: Int, _ slot: Int, to text: String) {
    var text = text
    let line = Int32(truncatingIfNeeded: document.entries[entry].line)
    text.withUTF8 { document.set(entry, slot, to: $0, line: line, column: 0) }
  }
}
