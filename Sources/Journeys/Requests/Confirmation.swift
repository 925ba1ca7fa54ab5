import Contracts
import Documents
import Ledgers
import Translation

/// `resolve --confirm`: fetches what the operator says is ours and compares its lines and quantities with what was sent. Of what it finds it
/// makes the response that was lost.
struct Confirmation: Sendable {
  enum Verdict: Sendable, Hashable {
    /// The body of the response, as the target would have given it.
    case confirmed(response: [UInt8])
    case rejected(String)
  }

  let document: DocumentRecord
  let gateway: any Gateway

  /// `claims`: those of the ids that another document has.
  func confirm(_ ids: [Decision.ExternalID], force: Bool, claims: [ExternalIDClaim] = []) async -> Verdict {
    var sent = sentLines
    var items: [JSONValue] = []
    var differences: [String] = []
    for id in ids {
      let call: PlannedCall = document.key.kind == .orders ? .getOrder(id.id, date: id.date) : .getReturn(id.id, date: id.date)
      switch await gateway.perform(call) {
      case .success(let response):
        let found = (try? JSONReader.read(response.body))?["items"]?.elements ?? []
        items += match(found, of: id, &sent, &differences)
      case .refused(let refusal):
        return .rejected("\(id.id) was not found at the target: \(refusal.messages.map(\.text).joined(separator: "; "))")
      case .held(let hold): return .rejected("\(id.id) could not be fetched, nothing was changed: \(hold.message)")
      case .inDoubt(let doubt): return .rejected("\(id.id) could not be fetched, nothing was changed: \(doubt.message)")
      }
    }
    differences += sent.map {
      "line with quantity \($0.quantity ?? "?")\($0.warehouse.map { " at warehouse \($0)" } ?? "") was sent and is not there"
    }
    var objections = claims.map(\.text)
    if !differences.isEmpty {
      objections.append("\(ids.map(\.id).joined(separator: ", ")) differs from what was sent: \(differences.joined(separator: "; "))")
    }
    if !objections.isEmpty, !force { return .rejected("\(objections.joined(separator: ". ")). \(ExternalIDClaim.remedy)") }
    return .confirmed(response: JSONValue.object([.init("items", .array(items))]).bytes)
  }

  private var sentLines: [Sent] {
    let items = (try? JSONReader.read(document.body))?["items"]?.elements ?? []
    return items.flatMap { item -> [Sent] in
      let index = item["index"]?.text ?? ""
      let part = item["part"]?["identifier"]?["external"]?["partNumber"]?.text
      guard let warehouses = item["warehouses"]?.elements else {
        return [Sent(index: index, warehouse: nil, quantity: nil, part: part)]
      }
      return warehouses.map { Sent(index: index, warehouse: $0["externalId"]?.text, quantity: $0["orderedQuantity"]?.text, part: part) }
    }
  }

  /// Takes from `sent` what the fetched lines account for; returns the response's items. Lines that differ in their quantity alone are still
  /// told to be each other's.
  private func match(_ found: [JSONValue], of id: Decision.ExternalID, _ sent: inout [Sent], _ differences: inout [String]) -> [JSONValue] {
    var pairs: [(line: Found, ours: Sent)] = []
    var others: [Found] = []
    for line in found.map({ Found($0, isOrder: isOrder) }) {
      if let place = sent.firstIndex(where: { line.isSamePart(as: $0) && line.isSameQuantity(as: $0) }) {
        pairs.append((line, sent.remove(at: place)))
      } else {
        others.append(line)
      }
    }
    for line in others {
      if let place = sent.firstIndex(where: line.isSamePart) {
        let ours = sent.remove(at: place)
        differences.append("line \(line.number) has quantity \(line.quantity ?? "?") there, and \(ours.quantity ?? "?") was sent")
        pairs.append((line, ours))
      } else {
        differences.append("line \(line.number) with quantity \(line.quantity ?? "?") is there and was not sent")
      }
    }
    return isOrder ? [order(of: id, pairs)] : pairs.map { returned(of: id, $0.line, $0.ours) }
  }

  private var isOrder: Bool { document.key.kind == .orders }

  private func order(of id: Decision.ExternalID, _ pairs: [(line: Found, ours: Sent)]) -> JSONValue {
    var order: [JSONValue.Member] = [.init("externalOrderId", .string(id.id))]
    if let date = id.date { order.append(.init("externalOrderDate", .string(date))) }
    if let warehouse = pairs.lazy.compactMap({ $0.line.warehouse ?? $0.ours.warehouse }).first {
      order.append(.init("externalWarehouseId", .string(warehouse)))
    }
    let lines = pairs.map { pair in
      JSONValue.object([.init("index", .string(pair.ours.index)), .init("externalLineNumber", .string(pair.line.number))])
    }
    return .object(order + [.init("lines", .array(lines))])
  }

  private func returned(of id: Decision.ExternalID, _ line: Found, _ ours: Sent) -> JSONValue {
    .object([
      .init("index", .string(ours.index)), .init("externalReturnDate", .string(id.date ?? "")), .init("externalReturnId", .string(id.id)),
      .init("externalReturnNumber", .string("")), .init("externalReturnLineNumber", .string(line.number)),
    ])
  }
}

/// A line as the target has it; what it does not say fits everything.
private struct Found {
  let number: String
  let quantity: String?
  let warehouse: String?
  let part: String?

  init(_ line: JSONValue, isOrder: Bool) {
    number = line[isOrder ? "externalLineNumber" : "externalReturnLineNumber"]?.text ?? ""
    quantity = line["orderedQuantity"]?.text
    warehouse = line["externalWarehouseId"]?.text
    part = line["part"]?["identifier"]?["external"]?["partNumber"]?.text
  }

  func isSamePart(as sent: Sent) -> Bool {
    (warehouse == nil || warehouse == sent.warehouse) && (part == nil || sent.part == nil || part == sent.part)
  }

  func isSameQuantity(as sent: Sent) -> Bool { quantity == nil || sent.quantity == nil || quantity == sent.quantity }
}

/// A line as it was sent: to one warehouse. Returns have no warehouse.
private struct Sent {
  let index: String
  let warehouse: String?
  let quantity: String?
  let part: String?
}
