/// One order of the platform, split into one external order for each warehouse it names, in order of first appearance.
struct OrderSplit {
  struct Line {
    var index: JSONValue
    var number: String
    var quantity: JSONValue
    /// The line's item in the request; nil where parts are not kept.
    var item: JSONValue?
  }

  struct ExternalOrder {
    var id: String
    var number: String
    var warehouse: String
    var lines: [Line]
    var entry: Entry
  }

  private(set) var orders: [ExternalOrder] = []
  private let date: String

  /// `time` is 1 when the number comes for the first time, 2 for the second: a repeated order has identifiers of its own. `keepsParts`
  /// says whether the state of the order repeats part and prices (both optional in the seed).
  init(number: String, time: Int, date: String, items: [JSONValue], keepsParts: Bool) {
    let isExample = number == SeedExample.orderNumber && time == 1
    self.date = isExample ? SeedExample.orderDate : date
    for (position, item) in items.enumerated() {
      for warehouse in item["warehouses"]?.elements ?? [] {
        let line = Line(
          index: item["index"] ?? .null, number: String(position + 1), quantity: warehouse["orderedQuantity"] ?? .null,
          item: keepsParts ? item : nil)
        add(line, to: warehouse["externalId"]?.text ?? "", number: number, time: time, isExample: isExample)
      }
    }
    let showsExample = isExample && wanted == Self.exampleContent
    for position in orders.indices { orders[position].entry.state = showsExample ? SeedExample.orderState : state(of: orders[position]) }
  }

  private mutating func add(_ line: Line, to warehouse: String, number: String, time: Int, isExample: Bool) {
    if let position = orders.firstIndex(where: { $0.warehouse == warehouse }) { return orders[position].lines.append(line) }
    let hash = StableHash.identifier(number, warehouse, String(time))
    let example = isExample ? SeedExample.orderIds[warehouse] : nil
    let (id, externalNumber) = example ?? (hash, "SO-" + hash.prefix(8))
    orders.append(
      ExternalOrder(
        id: id, number: externalNumber, warehouse: warehouse, lines: [line], entry: Entry(number: number, date: date, state: .null)))
  }

  /// The body of the response to `POST /orders`.
  var response: JSONValue {
    let items = orders.map { order -> JSONValue in
      [
        "externalOrderId": .text(order.id), "externalOrderNumber": .text(order.number), "externalOrderDate": .text(date),
        "externalWarehouseId": .text(order.warehouse),
        "lines": .array(order.lines.map { ["index": $0.index, "externalLineNumber": .text($0.number)] }),
      ]
    }
    return ["items": .array(items)]
  }

  private func state(of order: ExternalOrder) -> JSONValue {
    let items = order.lines.map { line -> JSONValue in
      var members = [
        JSONMember("externalLineNumber", .text(line.number)), JSONMember("externalWarehouseId", .text(order.warehouse)),
        JSONMember("orderedQuantity", line.quantity), JSONMember("cancelledQuantity", 0), JSONMember("externalStatus", "received"),
      ]
      for name in ["part", "pricing"] {
        if let value = line.item?[name] { members.append(JSONMember(name, value)) }
      }
      return .object(members + [JSONMember("parcels", [])])
    }
    return ["items": .array(items)]
  }

  /// Warehouse, line and quantity of everything ordered. Only an order for what the seed's example orders gets the example's state.
  private var wanted: [[String]] {
    orders.flatMap { order in
      order.lines.map { line in
        guard case .number(let quantity) = line.quantity else { return [] }
        return [order.warehouse, line.number, quantity]
      }
    }
  }

  private static let exampleContent = [["68", "1", "12"], ["68", "2", "10"], ["24", "1", "3"], ["44", "1", "2"]]
}
