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

  /// A line as it was sent: to one warehouse. Returns have no warehouse.
  private struct Sent {
    let index: String
    let warehouse: String?
    let quantity: String?
    let part: String?
  }

  let document: DocumentRecord
  let gateway: any Gateway

  func confirm(_ ids: [Decision.ExternalID], force: Bool) async -> Verdict {
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
    if !differences.isEmpty, !force {
      return .rejected(
        "\(ids.map(\.id).joined(separator: ", ")) differs from what was sent: \(differences.joined(separator: "; ")). Decide again with --force if it is ours all the same"
      )
    }
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

  /// Takes from `sent` what the fetched lines account for; returns the response's items.
  private func match(_ found: [JSONValue], of id: Decision.ExternalID, _ sent: inout [Sent], _ differences: inout [String]) -> [JSONValue] {
    let isOrder = document.key.kind == .orders
    var lines: [JSONValue] = []
    var returns: [JSONValue] = []
    var warehouse: String?
    for line in found {
      let number = line[isOrder ? "externalLineNumber" : "externalReturnLineNumber"]?.text ?? ""
      let quantity = line["orderedQuantity"]?.text
      let place = sent.firstIndex { candidate in
        (quantity == nil || candidate.quantity == nil || candidate.quantity == quantity)
          && (line["externalWarehouseId"]?.text == nil || candidate.warehouse == line["externalWarehouseId"]?.text)
          && (line["part"]?["identifier"]?["external"]?["partNumber"]?.text == nil || candidate.part == nil
            || candidate.part == line["part"]?["identifier"]?["external"]?["partNumber"]?.text)
      }
      guard let place else {
        differences.append("line \(number) with quantity \(quantity ?? "?") is there and was not sent")
        continue
      }
      let ours = sent.remove(at: place)
      warehouse = warehouse ?? line["externalWarehouseId"]?.text ?? ours.warehouse
      lines.append(.object([.init("index", .string(ours.index)), .init("externalLineNumber", .string(number))]))
      returns.append(
        .object([
          .init("index", .string(ours.index)), .init("externalReturnDate", .string(id.date ?? "")),
          .init("externalReturnId", .string(id.id)),
          .init("externalReturnNumber", .string("")), .init("externalReturnLineNumber", .string(number)),
        ]))
    }
    guard isOrder else { return returns }
    var order: [JSONValue.Member] = [.init("externalOrderId", .string(id.id))]
    if let date = id.date { order.append(.init("externalOrderDate", .string(date))) }
    if let warehouse { order.append(.init("externalWarehouseId", .string(warehouse))) }
    return [.object(order + [.init("lines", .array(lines))])]
  }
}
