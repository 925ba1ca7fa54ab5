package import Documents

/// Completes a return from the order that Ferry has placed: `orders[].externalId` and `externalDate` (contract section 3, decision 5).
package struct ReturnCompletion {
  private let layout: Layout
  private let file: String
  private let list: Int
  private let idSlot: Int
  private let dateSlot: Int
  private let order: (section: Int, slot: Int)
  private let line: (section: Int, slot: Int)

  package init(file: String) {
    let layout = Kind.returns.layout
    func place(_ column: String) -> (section: Int, slot: Int) { layout.fieldIndex(column: column).map { layout.place(of: $0) } ?? (0, 0) }
    self.layout = layout
    self.file = file
    (list, idSlot) = place("external_order_id")
    dateSlot = place("external_order_date").slot
    order = place("order_number")
    line = place("line")
  }

  /// Our number of the order that the return speaks of, if the file itself does not say enough. nil: nothing to complete.
  package func orderNumber(of document: Document) -> String? {
    let entries = document.entries(of: list, in: 0)
    let isWhole = !entries.isEmpty && entries.allSatisfy { document.value($0, idSlot).isFilled && document.value($0, dateSlot).isFilled }
    return isWhole ? nil : document.string(document.value(0, order.slot))
  }

  /// The completed return, and what is still missing.
  package func complete(_ document: Document, from recorded: RecordedOrder?) -> (document: Document, findings: [Finding]) {
    var document = document
    var findings: [Finding] = []
    if document.count(of: list, in: 0) == 0 {
      guard let recorded else {
        findings.append(unknownOrder(document))
        return (document, findings)
      }
      for external in wanted(document, recorded, &findings) { add(external, to: &document) }
    }
    for entry in document.entries(of: list, in: 0) where !document.value(entry, dateSlot).isFilled {
      let id = document.string(document.value(entry, idSlot))
      if let date = recorded?.externals.first(where: { $0.id == id })?.date {
        set(date, entry, dateSlot, in: &document)
      } else {
        findings.append(missingDate(of: id, document, entry))
      }
    }
    return (document, findings)
  }

  private func wanted(_ document: Document, _ recorded: RecordedOrder, _ findings: inout [Finding]) -> [RecordedOrder.External] {
    var wanted: [RecordedOrder.External] = []
    for entry in document.entries(of: layout.lines, in: 0) {
      let pair = [document.string("tecdoc_part_number", in: entry), document.string("tecdoc_manufacturer_id", in: entry)].compactMap { $0 }
      let holding = recorded.externals(holding: document.string("part_number", in: entry), tecdoc: pair.count == 2 ? pair : nil)
      if holding.isEmpty {
        let number = document.string(document.value(entry, line.slot))
        findings.append(
          Finding(
            .unknownOrder, file: file, line: document.entries[entry].line, document: document.number,
            documentLine: number.isEmpty ? nil : number,
            path: "part_number", missingPart(of: document.string(document.value(0, order.slot)), recorded)))
      }
      for external in holding where !wanted.contains(external) { wanted.append(external) }
    }
    return wanted
  }

  private func missingPart(of order: String, _ recorded: RecordedOrder) -> String {
    guard recorded.isPruned else {
      return
        "the part is not in order \(order) as Ferry has placed it; expected a part of that order, or external_order_id and external_order_date"
    }
    let known = recorded.externals.map(\.id).joined(separator: ", ")
    return
      "order \(order) is older than the retention: which of its external orders (\(known)) holds the part is not known any more; expected external_order_id"
  }

  private func add(_ external: RecordedOrder.External, to document: inout Document) {
    let entry = document.append(section: list, to: 0, line: document.entries[0].line)
    set(external.id, entry, idSlot, in: &document)
  }

  private func set(_ text: String, _ entry: Int, _ slot: Int, in document: inout Document) {
    var text = text
    let line = Int32(truncatingIfNeeded: document.entries[entry].line)
    text.withUTF8 { document.set(entry, slot, to: $0, line: line, column: 0) }
  }

  private func unknownOrder(_ document: Document) -> Finding {
    let value = document.value(0, order.slot)
    return Finding(
      .unknownOrder, file: file, line: Int(value.line), column: value.column > 0 ? Int(value.column) : nil, document: document.number,
      path: "order_number", value: document.string(value), expected: "an order that Ferry has placed",
      "order_number \"\(Finding.shortened(document.string(value)))\" is no order that Ferry has placed; expected one, or external_order_id and external_order_date"
    )
  }

  private func missingDate(of id: String, _ document: Document, _ entry: Int) -> Finding {
    Finding(
      .missing, file: file, line: document.entries[entry].line, document: document.number, path: "external_order_date",
      expected: "the date as the distributor gave it",
      "external_order_date of \"\(Finding.shortened(id))\" is missing and not in the ledger; expected the date as the distributor gave it")
  }
}
