import Contracts
package import Documents

/// Documents of a safe kind to items. Compiled once for a file; not for several threads.
package struct SearchPlanner: ~Copyable {
  private let kind: Kind
  private let handling: Handling
  private let program: RequestProgram
  private let schneider: SchneiderCalls
  private var content: CanonicalContent
  private var json = BodyBuffer()
  private var indices: LineIndices

  package init(kind: Kind, handling: Handling) {
    self.kind = kind
    self.handling = handling
    program = RequestProgram(layout: kind.layout, handling: handling)
    schneider = SchneiderCalls(addresses: handling.schneider)
    content = CanonicalContent(layout: kind.layout)
    indices = LineIndices([handling.target(of: kind), handling.partner, kind.rawValue])
  }

  /// What a checked document without findings asks.
  package mutating func items(of document: Document) -> [SearchItem] {
    switch kind {
    case .orders, .returns: return []
    case .availability: return lines(of: document, as: .availabilities)
    case .shippingPlans:
      let force = value("force_primary_warehouse", 0, document)
      return lines(of: document, as: .shippingPlans(forcePrimaryWarehouse: force == "true" || force == "1"))
    case .preCheckout: return [alone(.own(preCheckout(document)), document, LineNotes(of: document).lines)]
    case .orderStatus:
      let call = PlannedCall.getOrder(text("external_order_id", document), date: value("external_order_date", 0, document))
      return [alone(.own(call), document)]
    case .returnStatus:
      let call = PlannedCall.getReturn(text("external_return_id", document), date: value("external_return_date", 0, document))
      return [alone(.own(call), document)]
    case .seAvailability:
      let call = schneider.productAvailability(
        of: text("product_reference", document), quantity: text("quantity", document), shipTo: text("ship_to", document))
      return [alone(.own(call), document)]
    case .seOrders:
      let call = schneider.orders(
        in: text("country", document), status: value("order_status", 0, document), purchaser: value("purchaser_id", 0, document))
      return [alone(.pages(call), document)]
    case .seOrder:
      let call = schneider.order(
        text("order_number", document), in: text("country", document), item: value("item_number", 0, document))
      return [alone(.own(call), document)]
    case .seShipments:
      let call = schneider.shipments(
        of: text("item_number", document), order: text("order_number", document), in: text("country", document))
      return [alone(.own(call), document)]
    }
  }

  // MARK: lines that share calls

  /// Without a number of its own, a document is told apart by its content and position.
  private mutating func lines(of document: Document, as search: Search) -> [SearchItem] {
    let number = document.number
    if let number {
      indices.begin(number, lines: document.lineCount)
    } else {
      indices.begin(content.fingerprint(of: document), position: document.ordinal, lines: document.lineCount)
    }
    let target = handling.target(of: kind)
    return zip(document.lines, LineNotes(of: document).lines).map { entry, line in
      if search == .availabilities, AvailabilityRouting.api(of: entry, in: document, handling) == .schneider {
        return SearchItem(
          document: number ?? "", line: line.number, sourceLine: line.sourceLine, target: handling.targets.schneider ?? "",
          call: .own(productAvailability(entry, document)))
      }
      json.removeAll()
      program.write(entry, of: document, into: &json, indices: &indices)
      return SearchItem(
        document: number ?? "", line: line.number, sourceLine: line.sourceLine, target: handling.targets.erp ?? target,
        call: .shared(search, index: indices.values.last ?? "", object: json.bytes))
    }
  }

  private func productAvailability(_ entry: Int, _ document: Document) -> PlannedCall {
    schneider.productAvailability(
      of: value("part_number", entry, document) ?? "", quantity: value("quantity", entry, document) ?? "",
      shipTo: value("ship_to", entry, document) ?? "")
  }

  // MARK: requests that are calls of their own

  private func alone(_ call: SearchItem.Call, _ document: Document, _ lines: [LineNotes.Line] = []) -> SearchItem {
    SearchItem(
      document: document.name, line: kind == .preCheckout ? "" : LineNotes(of: document).lines[0].number,
      sourceLine: document.entries[0].line, target: handling.target(of: kind), call: call, lines: lines)
  }

  private mutating func preCheckout(_ document: Document) -> PlannedCall {
    indices.begin(document.number ?? "", lines: 0)
    json.removeAll()
    program.write(0, of: document, into: &json, indices: &indices)
    return PlannedCall(.preCheckout, path: "/precheckout", body: json.bytes)
  }

  private func text(_ column: String, _ document: Document) -> String { value(column, 0, document) ?? "" }

  private func value(_ column: String, _ entry: Int, _ document: Document) -> String? {
    document.string(column, in: entry) ?? handling.defaults[column]
  }
}
