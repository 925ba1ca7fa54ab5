import Documents

/// Holds a document against a profile's ``Plausibility``. For every format; after the values are canonical.
struct PlausibilityCheck {
  private let limits: Plausibility
  private let layout: Layout
  private let profile: String
  private let quantityLabel: String
  private let quantity: (section: Int, slot: Int)?
  private let price: (section: Int, slot: Int)?

  init(_ profile: Profile) {
    limits = profile.plausibility
    layout = profile.kind.layout
    self.profile = profile.name
    quantityLabel = profile.fields.first { $0.column == "quantity" }?.label ?? "quantity"
    quantity = layout.fieldIndex(column: "quantity").map(layout.place(of:))
    price = layout.fieldIndex(column: "net_price").map(layout.place(of:))
  }

  /// `linesNotKept`: how many more lines the document had.
  func check(_ document: Document, linesNotKept: Int, into mistakes: inout Mistakes) {
    if let limit = limits.quantity { checkQuantities(document, limit, &mistakes) }
    if let limit = limits.lines, document.lineCount + linesNotKept > limit {
      let count = document.lineCount + linesNotKept
      report("the document has \(count) lines", "at most \(limit) lines", "\(count)", line: document.entries[0].line, nil, &mistakes)
    }
    if let limit = limits.documentValue { checkValue(document, limit, &mistakes) }
  }

  private func checkQuantities(_ document: Document, _ limit: Int, _ mistakes: inout Mistakes) {
    guard let quantity else { return }
    for (index, entry) in document.entries.enumerated() where entry.section == quantity.section {
      let value = document.value(index, quantity.slot)
      guard let pieces = Int(document.string(value)), pieces > limit else { continue }
      report(
        "\(quantityLabel) \"\(pieces)\" is more than plausible", "at most \(limit)", "\(pieces)", line: Int(value.line),
        column: Int(value.column), "quantity", &mistakes)
    }
  }

  private func checkValue(_ document: Document, _ limit: String, _ mistakes: inout Mistakes) {
    guard let quantity, let price else { return }
    var sum = DecimalSum()
    for (index, entry) in document.entries.enumerated() where entry.section == quantity.section {
      guard let pieces = Int(document.string(document.value(index, quantity.slot))) else { continue }
      // The price is the line's, the quantity its own or its warehouse's.
      let line = price.section == entry.section ? index : Int(entry.owner)
      guard line >= 0, document.entries[line].section == price.section else { continue }
      sum.add(document.string(document.value(line, price.slot)), times: pieces)
    }
    guard sum.exceeds(limit) else { return }
    report("the document is worth \(sum)", "at most \(limit)", "\(sum)", line: document.entries[0].line, nil, &mistakes)
  }

  private func report(
    _ what: String, _ expected: String, _ value: String, line: Int, column: Int = 0, _ path: String?, _ mistakes: inout Mistakes
  ) {
    mistakes.append(
      .implausible, line: Int32(truncatingIfNeeded: line), column: Int32(truncatingIfNeeded: column), path: path, value: value,
      expected: expected, "\(what); expected \(expected): correct it, or raise the limit in the profile (profile \(profile))")
  }
}
