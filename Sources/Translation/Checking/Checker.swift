import Documents

/// Checks one document against its field table: types, required fields and lists, objects that are half there. Compiled once for a file.
struct Checker {
  /// An optional object inside a section: one filled field makes its required fields required.
  private struct OptionalObject {
    let path: String
    let slots: [Int]
    let required: [Int]
  }

  private struct SectionRules {
    var contents: [Field.Content] = []
    /// The slots whose bytes need a look.
    var typed: [Int] = []
    /// Required in each entry.
    var required: [Int] = []
    var objects: [OptionalObject] = []
    /// Slots of which, by group, one group has to be there: `[[external], [tecdoc, tecdoc]]`.
    var alternatives: [[[Int]]] = []
    var requiredLists: [Int] = []
    /// A list entry is there only if something in it is filled, so its required fields are plainly required.
    var fields: [Field] = []
  }

  private let layout: Layout
  private let rules: [SectionRules]
  private let names: [[String]]
  /// By section and slot: a default in the settings supplies it.
  private let hasDefault: [[Bool]]
  private let isXML: Bool
  /// Sections and the slots that tell their entries apart.
  private let uniqueSlots: [(section: Int, slot: Int)]

  /// `isXML`: findings name element paths, and lines may lack their number.
  init(layout: Layout, defaults: [String: String], isXML: Bool) {
    self.layout = layout
    self.isXML = isXML
    rules = layout.sections.map { Self.rules(of: $0, in: layout, isXML: isXML) }
    names = layout.sections.map { $0.fields.map { isXML ? layout.fields[$0].elementPath : layout.fields[$0].column } }
    uniqueSlots = layout.sections.enumerated().compactMap { number, section in
      if number == layout.lines { return (number, layout.place(of: layout.lineField).slot) }
      return section.key.map { (number, $0) }
    }
    hasDefault = layout.sections.map { $0.fields.map { defaults[layout.fields[$0].column] != nil } }
  }

  private static func rules(of section: Section, in layout: Layout, isXML: Bool) -> SectionRules {
    var rules = SectionRules()
    rules.fields = section.fields.map { layout.fields[$0] }
    rules.contents = rules.fields.map(\.content)
    rules.typed = rules.contents.indices.filter { rules.contents[$0] != .text && rules.contents[$0] != .opaque }
    var optional: [String: OptionalObject] = [:]
    var order: [String] = []
    for (slot, field) in rules.fields.enumerated() {
      if isXML, field.role == .lineNumber { continue }
      let inside = layout.ancestors(of: field).filter { $0.count > section.path.count && !$0.hasSuffix("[]") && $0 != section.path }
      guard let object = inside.first(where: { !layout.requiredObjects.contains($0) }) else {
        if field.isRequired { rules.required.append(slot) }
        continue
      }
      let known = optional[object]
      if known == nil { order.append(object) }
      optional[object] = OptionalObject(
        path: object, slots: (known?.slots ?? []) + [slot], required: (known?.required ?? []) + (field.isRequired ? [slot] : []))
    }
    rules.objects = order.compactMap { optional[$0] }
    rules.alternatives = layout.alternatives.compactMap { group in
      let slots = group.map { path in rules.fields.indices.filter { rules.fields[$0].path.hasPrefix(path + ".") } }
      return slots.allSatisfy(\.isEmpty) ? nil : slots
    }
    rules.requiredLists = section.lists.filter {
      layout.requiredLists.contains(layout.sections[$0].path) && !layout.completedLists.contains(layout.sections[$0].path)
    }
    return rules
  }

  /// Appends every mistake of the document.
  func check(_ document: Document, into mistakes: inout Mistakes) {
    document.text.withUnsafeBufferPointer { text in
      for (index, entry) in document.entries.enumerated() {
        checkValues(of: entry, index, document, text, &mistakes)
        checkPresence(of: entry, index, document, &mistakes)
      }
    }
    if isXML { checkKeys(document, &mistakes) }
  }

  private func checkValues(
    of entry: Document.Entry, _ index: Int, _ document: Document, _ text: UnsafeBufferPointer<UInt8>, _ mistakes: inout Mistakes
  ) {
    let rules = rules[entry.section]
    for slot in rules.typed {
      let value = document.values[entry.firstValue + slot]
      guard value.isFilled else { continue }
      let bytes = UnsafeBufferPointer(rebasing: text[Int(value.offset)..<Int(value.offset + value.length)])
      if ValueRules.accepts(bytes, rules.contents[slot]) { continue }
      report(wrong: value, slot, entry, index, document, &mistakes)
    }
  }

  private func report(
    wrong value: Document.Value, _ slot: Int, _ entry: Document.Entry, _ index: Int, _ document: Document, _ mistakes: inout Mistakes
  ) {
    let name = names[entry.section][slot]
    let content = rules[entry.section].contents[slot]
    let written = Finding.shortened(document.string(value))
    let what: String
    var code = Finding.Code.wrongType
    switch content {
    case .decimal: what = "is not a number"
    case .quantity: what = "is not a quantity"
    case .boolean: what = "is neither true nor false"
    case .date: what = "is not a date"
    case .choice:
      what = "is not known"
      code = .unknownValue
    case .text, .opaque: what = "is not text"
    }
    mistakes.append(
      code, line: value.line, column: value.column, documentLine: lineNumber(of: index, in: document), path: name, value: written,
      expected: content.expectation, "\(name) \"\(written)\" \(what); expected \(content.expectation)")
  }

  private func checkPresence(of entry: Document.Entry, _ index: Int, _ document: Document, _ mistakes: inout Mistakes) {
    let rules = rules[entry.section]
    for slot in rules.required where !document.values[entry.firstValue + slot].isFilled && !hasDefault[entry.section][slot] {
      report(missing: slot, because: nil, entry, index, document, &mistakes)
    }
    for object in rules.objects {
      guard let filled = object.slots.first(where: { document.values[entry.firstValue + $0].isFilled }) else { continue }
      for slot in object.required where !document.values[entry.firstValue + slot].isFilled && !hasDefault[entry.section][slot] {
        report(missing: slot, because: names[entry.section][filled], entry, index, document, &mistakes)
      }
    }
    for group in rules.alternatives where !group.joined().contains(where: { document.values[entry.firstValue + $0].isFilled }) {
      let wanted = group.map { $0.map { names[entry.section][$0] }.joined(separator: " with ") }.joined(separator: ", or ")
      mistakes.append(
        .missing, line: Int32(truncatingIfNeeded: entry.line), documentLine: lineNumber(of: index, in: document),
        path: group.first?.first.map { names[entry.section][$0] }, expected: wanted, "the line names no part; expected \(wanted)")
    }
    for list in rules.requiredLists where document.count(of: list, in: index) == 0 && !isSuppliedByDefaults(list) {
      report(emptyList: list, entry, index, document, &mistakes)
    }
  }

  /// Every required field of the list's entries has a default, so that one entry is made of them.
  private func isSuppliedByDefaults(_ list: Int) -> Bool {
    let required = rules[list].required
    return !required.isEmpty && required.allSatisfy { hasDefault[list][$0] }
  }

  private func report(
    missing slot: Int, because filled: String?, _ entry: Document.Entry, _ index: Int, _ document: Document, _ mistakes: inout Mistakes
  ) {
    let name = names[entry.section][slot]
    let field = rules[entry.section].fields[slot]
    let reason = filled.map { " (it is required beside \($0))" } ?? ""
    mistakes.append(
      .missing, line: Int32(truncatingIfNeeded: entry.line), documentLine: lineNumber(of: index, in: document), path: name,
      expected: field.content.expectation, "required \(name) is missing\(reason); expected \(field.content.expectation)")
  }

  private func report(emptyList list: Int, _ entry: Document.Entry, _ index: Int, _ document: Document, _ mistakes: inout Mistakes) {
    let isLines = list == layout.lines
    let wanted = rules[list].required.map { names[list][$0] }.joined(separator: " and ")
    mistakes.append(
      isLines ? .noLines : .missing, line: Int32(truncatingIfNeeded: entry.line), documentLine: lineNumber(of: index, in: document),
      path: isLines ? nil : rules[list].required.first.map { names[list][$0] }, expected: isLines ? "at least one line" : wanted,
      isLines ? "the document has no lines; expected at least one" : "required \(wanted) are missing; expected at least one of them each")
  }

  /// Two entries of one list with the same key (a line number, a warehouse). CSV takes the second for a further row of the first.
  private func checkKeys(_ document: Document, _ mistakes: inout Mistakes) {
    for (section, slot) in uniqueSlots {
      var seen: Set<String> = []
      var owner = -1
      for (index, entry) in document.entries.enumerated() where entry.section == section {
        if Int(entry.owner) != owner { seen.removeAll() }
        owner = Int(entry.owner)
        let value = document.values[entry.firstValue + slot]
        guard value.isFilled, !seen.insert(document.string(value)).inserted else { continue }
        let name = names[section][slot]
        let written = Finding.shortened(document.string(value))
        mistakes.append(
          section == layout.lines ? .duplicateLine : .contradiction, line: value.line, column: value.column,
          documentLine: lineNumber(of: index, in: document), path: name, value: written, expected: "each once",
          "\(name) \"\(written)\" stands twice; expected each once: remove one, or add up the quantities")
      }
    }
  }

  /// The line's number, for an entry that is a line or stands in one.
  private func lineNumber(of index: Int, in document: Document) -> String? {
    var index = index
    while index >= 0, document.entries[index].section != layout.lines { index = index == 0 ? -1 : document.owner(of: index) }
    guard index > 0 else { return nil }
    let value = document.value(index, layout.place(of: layout.lineField).slot)
    return value.isFilled ? Finding.shortened(document.string(value)) : nil
  }
}
