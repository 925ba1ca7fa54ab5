import Contracts
import Documents

/// An order as its target tells it. Read from a response, and from what the ledger kept of one: that is written under the same names.
struct SeenOrder: Hashable {
  struct Parcel: Hashable {
    let key: SeenKey
    let content: ChangeRow.Parcel
  }

  /// What is nil was not said.
  struct Line: Hashable {
    let key: SeenKey
    var ordered: SeenQuantity?
    var cancelled: SeenQuantity?
    var status: String?
    var parcels: [Parcel]?
  }

  /// In the order of the response, at least one.
  private(set) var lines: [Line]

  /// nil: it names no line.
  init?(_ bytes: [UInt8]) {
    guard let items = (try? JSONReader.read(bytes))?["items"]?.elements, !items.isEmpty else { return nil }
    var keys = SeenKeys()
    lines = []
    for item in items {
      guard item.members != nil else { return nil }
      lines.append(
        Line(
          key: keys.next(item["externalLineNumber"]?.text ?? "", warehouse: item["externalWarehouseId"]?.text ?? ""),
          ordered: SeenQuantity(item["orderedQuantity"]), cancelled: SeenQuantity(item["cancelledQuantity"]),
          status: item["externalStatus"]?.text, parcels: item["parcels"]?.elements.map(Self.parcels)))
    }
  }

  private static func parcels(_ elements: [JSONValue]) -> [Parcel] {
    var keys = SeenKeys()
    return elements.filter { $0.members != nil }.map { parcel in
      let id = parcel["externalId"]?.text ?? ""
      return Parcel(
        key: keys.next(id),
        content: ChangeRow.Parcel(
          id: id, quantity: SeenQuantity(parcel["quantity"])?.text ?? "", shipper: parcel["shipper"]?.text ?? "",
          shippingDate: parcel["shippingDate"]?.text ?? "", comment: parcel["comment"]?.text ?? "",
          deliverySlipNumber: parcel["deliverySlipNumber"]?.text ?? "", trackingID: parcel["trackingId"]?.text ?? ""))
    }
  }

  /// With what was said before where this says nothing.
  func completed(by before: SeenOrder?) -> SeenOrder {
    guard let known = before?.byKey else { return self }
    var order = self
    for index in lines.indices {
      guard let line = known[lines[index].key] else { continue }
      order.lines[index].ordered = lines[index].ordered ?? line.ordered
      order.lines[index].cancelled = lines[index].cancelled ?? line.cancelled
      order.lines[index].status = lines[index].status ?? line.status
      order.lines[index].parcels = lines[index].parcels ?? line.parcels
    }
    return order
  }

  private var byKey: [SeenKey: Line] { Dictionary(lines.map { ($0.key, $0) }) { first, _ in first } }

  /// Of each line as much is shipped or cancelled as was ordered.
  var isComplete: Bool {
    lines.allSatisfy { line in
      guard let ordered = line.ordered?.count else { return false }
      let shipped = (line.parcels ?? []).compactMap { Int($0.content.quantity) }
      return SeenQuantity.sum(shipped + [line.cancelled?.count ?? 0]) >= ordered
    }
  }

  var bytes: [UInt8] {
    let items = lines.sorted { $0.key < $1.key }.map { line in
      JSONValue.seen([
        ("externalLineNumber", .string(line.key.name)),
        ("externalWarehouseId", line.key.warehouse.isEmpty ? nil : .string(line.key.warehouse)),
        ("orderedQuantity", (line.ordered?.text).map(JSONValue.string)),
        ("cancelledQuantity", (line.cancelled?.text).map(JSONValue.string)),
        ("externalStatus", line.status.map(JSONValue.string)),
        ("parcels", line.parcels.map { .array($0.sorted { $0.key < $1.key }.map(\.content.json)) }),
      ])
    }
    return JSONValue.object([.init("items", .array(items))]).bytes
  }

  // MARK: changes

  func changes(since before: SeenOrder?) -> [ChangeRow] {
    let known = before?.byKey ?? [:]
    let present = Set(lines.map(\.key))
    let gone = (before?.lines ?? []).filter { !present.contains($0.key) }
    return lines.flatMap { line in
      let old = known[line.key]
      let added = before != nil && old == nil ? [line.row(.lineAdded, after: line.ordered?.text ?? "")] : []
      return added + line.changes(since: old)
    } + gone.map { $0.row(.lineGone, before: $0.ordered?.text ?? "") }
  }
}

extension SeenOrder.Line {
  fileprivate func changes(since old: Self?) -> [ChangeRow] {
    var rows: [ChangeRow] = []
    if let before = old?.ordered, let ordered, before != ordered {
      rows.append(row(.quantityChanged, before: before.text, after: ordered.text))
    }
    rows += parcelChanges(since: old?.parcels ?? [])
    let before = old?.cancelled?.text ?? "0"
    if let cancelled, cancelled.text != before { rows.append(row(.quantityCancelled, before: before, after: cancelled.text)) }
    if let old, let status, status != old.status { rows.append(row(.statusChanged, before: old.status ?? "", after: status)) }
    return rows
  }

  private func parcelChanges(since old: [SeenOrder.Parcel]) -> [ChangeRow] {
    let known = Dictionary(old.map { ($0.key, $0) }) { first, _ in first }
    let parcels = parcels ?? []
    let present = Set(parcels.map(\.key))
    let rows = parcels.compactMap { parcel -> ChangeRow? in
      guard let before = known[parcel.key] else { return row(.parcelShipped, of: parcel) }
      guard before != parcel else { return nil }
      return row(.parcelChanged, before: before.content.quantity, after: parcel.content.quantity, of: parcel)
    }
    return rows + old.filter { !present.contains($0.key) }.map { row(.parcelGone, of: $0) }
  }

  fileprivate func row(
    _ change: ChangeRow.Change, before: String = "", after: String = "", of parcel: SeenOrder.Parcel? = nil
  ) -> ChangeRow {
    var row = ChangeRow(.orders, change, line: key.name, warehouse: key.warehouse, before: before, after: after)
    if let parcel { row.parcel = parcel.content }
    return row
  }
}

extension ChangeRow.Parcel {
  fileprivate var json: JSONValue {
    let members: [(name: String, value: String)] = [
      ("externalId", id), ("quantity", quantity), ("shipper", shipper), ("shippingDate", shippingDate), ("comment", comment),
      ("deliverySlipNumber", deliverySlipNumber), ("trackingId", trackingID),
    ]
    return .seen(members.map { ($0.name, $0.value.isEmpty ? nil : .string($0.value)) })
  }
}

extension JSONValue {
  /// An object of those that have a value.
  static func seen(_ members: [(name: String, value: JSONValue?)]) -> JSONValue {
    .object(members.compactMap { member in member.value.map { Member(member.name, $0) } })
  }
}
