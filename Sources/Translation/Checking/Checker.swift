import Documents

/// Checks one document against its field table: types, required fields and lists, objects that are half there. Compiled once for a file, into
/// masks over the bits of `Document.Entry.filled`, so that a field that is not there costs nothing.
struct Checker {
  private struct Masks {
    /// The slots whose bytes need a look, and those that are required in each entry.
    var typed: UInt64 = 0
    var required: UInt64 = 0
    /// May be absent, not empty: the number of a line in XML.
    var filledIfPresent: UInt64 = 0
    /// Ranges in `objects`, `alternatives` and `requiredLists`.
    var objects = 0..<0
    var alternatives = 0..<0
    var lists = 0..<0
    var identifiers: UInt64 = 0
    /// The section's first slot in `shapes`.
    var first = 0
  }

  /// An optional object inside a section: one filled field makes its required fields required.
  private struct OptionalObject {
    var slots: UInt64
    var required: UInt64

    @inline(__always)
    func isHalf(_ filled: UInt64) -> Bool { filled & slots != 0 && required & ~filled != 0 }
  }

  private let layout: Layout
  private let isXML: Bool
  /// By section.
  private var masks: [Masks] = []
  private var objects: [OptionalObject] = []
  private var objectPaths: [String] = []
  /// Masks of which each entry has to have one slot: external or TecDoc.
  private var alternatives: [UInt64] = []
  /// Sections that must have an entry in each entry of their owner, with their place among its lists.
  private var requiredLists: [(section: Int, place: Int)] = []
  /// By section and slot, one after the other.
  private var shapes: [ValueShape] = []
  /// Sections and the slots that tell their entries apart, with the default of that slot.
  private let keys: [(section: Int, slot: Int, standIn: [UInt8])]
  private let routing: AvailabilityRouting?
  /// By column: what findings call the fields that a partner's profile fills, `quantity (cbc:Quantity)`.
  private let labels: [String: String]
  private let profile: String?

  /// `isXML`: findings name element paths, and lines may lack their number. `excused`: columns whose
  /// absence is a finding of the header line already. `profile`: findings name what it maps.
  init(layout: Layout, handling: Handling, excused: Set<String> = [], isXML: Bool, profile: Profile? = nil) {
    self.layout = layout
    self.profile = profile?.name
    labels = Dictionary(profile?.fields.map { ($0.column, $0.label) } ?? []) { first, _ in first }
    self.isXML = isXML
    routing = AvailabilityRouting(layout: layout, handling: handling)
    keys = layout.sections.enumerated().compactMap { number, section in
      let slot = number == layout.lines ? layout.lineSlot : section.key
      return slot.map { (number, $0, Array((handling.defaults[layout.fields[section.fields[$0]].column] ?? "").utf8)) }
    }
    let supplied = excused.union(handling.supplied(to: layout.kind))
    for section in layout.sections.indices { compile(section, supplied) }
    for section in layout.sections.indices { compileLists(of: section, supplied) }
  }

  /// What an optional object requires, by its path. nil: nothing, or it is not an optional object.
  func requirement(ofObject path: String) -> ElementTree.Requirement? {
    guard let place = objectPaths.firstIndex(of: path), objects[place].required != 0 else { return nil }
    guard let section = masks.firstIndex(where: { $0.objects.contains(place) }) else { return nil }
    let names = objects[place].required.bits.compactMap { layout.elements(of: field(section, $0)).last.map { "<\($0)>" } }
    return ElementTree.Requirement(slots: objects[place].slots, names: names.joined(separator: " and "))
  }

  private mutating func compile(_ number: Int, _ supplied: Set<String>) {
    let section = layout.sections[number]
    var masks = Masks()
    masks.first = shapes.count
    var optional: [(path: String, object: OptionalObject)] = []
    for (slot, index) in section.fields.enumerated() {
      let field = layout.fields[index]
      let bit: UInt64 = 1 << UInt64(slot)
      shapes.append(ValueShape(field.content))
      if shapes.last != .text { masks.typed |= bit }
      if field.isIdentifier { masks.identifiers |= bit }
      let isCounted = isXML && field.role == .lineNumber
      if isCounted { masks.filledIfPresent |= bit }
      let isRequired = layout.isRequired(field) && !supplied.contains(field.column) && !isCounted
      let inside = layout.ancestors(of: field).filter { $0.count > section.path.count && !$0.hasSuffix("[]") }
      guard let path = inside.first(where: { !layout.requiredObjects.contains($0) }) else {
        if isRequired { masks.required |= bit }
        continue
      }
      let place = optional.firstIndex { $0.path == path } ?? optional.count
      if place == optional.count { optional.append((path, OptionalObject(slots: 0, required: 0))) }
      optional[place].object.slots |= bit
      if isRequired { optional[place].object.required |= bit }
    }
    masks.objects = objects.count..<objects.count + optional.count
    objects += optional.map(\.object)
    objectPaths += optional.map(\.path)
    let groups = layout.alternatives.map { self.slots(of: section, below: $0) }.filter { $0 != 0 }
    masks.alternatives = alternatives.count..<alternatives.count + groups.count
    alternatives += groups
    self.masks.append(masks)
  }

  private func slots(of section: Section, below paths: [String]) -> UInt64 {
    section.fields.enumerated().reduce(0) { mask, field in
      paths.contains { layout.fields[field.element].path.hasPrefix($0 + ".") } ? mask | 1 << UInt64(field.offset) : mask
    }
  }

  /// A list whose required fields all have a default needs no entry: one is made of the defaults.
  private mutating func compileLists(of section: Int, _ supplied: Set<String>) {
    let lists = layout.sections[section].lists.enumerated().map { (section: $0.element, place: $0.offset) }.filter { list in
      layout.isRequired(list: list.section) && (masks[list.section].required != 0 || list.section == layout.lines)
    }
    masks[section].lists = requiredLists.count..<requiredLists.count + lists.count
    requiredLists += lists
  }

  /// Appends every mistake of the document. `isWhole` false: some of its records could not be read, so that nothing can be said to be missing.
  func check(_ document: Document, isWhole: Bool = true, into mistakes: inout Mistakes) {
    let before = mistakes.findings.count
    document.withContents { contents in
      for (index, entry) in contents.entries.enumerated() {
        let masks = masks[entry.section]
        var typed = entry.filled & masks.typed
        while typed != 0 {
          let slot = typed.trailingZeroBitCount
          typed &= typed &- 1
          let value = contents.values[entry.firstValue &+ slot]
          let bytes = UnsafeRawBufferPointer(rebasing: contents.text[Int(value.offset)..<Int(value.offset &+ value.length)])
          if ValueRules.accepts(bytes.bindMemory(to: UInt8.self), shapes[masks.first &+ slot], words: words(entry.section, slot)) {
            continue
          }
          report(wrong: value, slot, entry, index, document, &mistakes)
        }
        if isWhole, !isPresent(entry, masks, contents) { reportPresence(of: entry, index, masks, document, &mistakes) }
      }
    }
    if document.text.withUnsafeBufferPointer({ !isASCII($0) }) { checkText(document, &mistakes) }
    if isWhole { routing?.check(document, name, into: &mistakes) }
    if isXML { checkKeys(document, &mistakes) }
    if let profile { mistakes.add(" (profile \(profile))", from: before) }
  }

  /// Whether all that is required in an entry is there.
  @inline(__always)
  private func isPresent(_ entry: Document.Entry, _ masks: Masks, _ contents: Document.Contents) -> Bool {
    if missing(in: entry, masks) != 0 { return false }
    for object in masks.objects where objects[object].isHalf(entry.filled) { return false }
    for group in masks.alternatives where entry.filled & alternatives[group] == 0 { return false }
    for list in masks.lists where contents.heads[entry.firstHead &+ requiredLists[list].place].first < 0 { return false }
    return true
  }

  @inline(__always)
  private func missing(in entry: Document.Entry, _ masks: Masks) -> UInt64 {
    (masks.required | masks.filledIfPresent & entry.present) & ~entry.filled
  }

  private func reportPresence(
    of entry: Document.Entry, _ index: Int, _ masks: Masks, _ document: Document, _ mistakes: inout Mistakes
  ) {
    report(missing(in: entry, masks), because: 0, entry, index, document, &mistakes)
    for object in masks.objects where objects[object].isHalf(entry.filled) {
      report(objects[object].required & ~entry.filled, because: entry.filled & objects[object].slots, entry, index, document, &mistakes)
    }
    for group in masks.alternatives where entry.filled & alternatives[group] == 0 {
      report(noneOf: alternatives[group], entry, index, document, &mistakes)
    }
    for list in masks.lists where document.count(of: requiredLists[list].section, in: index) == 0 {
      report(emptyList: requiredLists[list].section, entry, index, document, &mistakes)
    }
  }

  private func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var all: UInt8 = 0
    for byte in bytes { all |= byte }
    return all < 0x80
  }

  /// Characters that no value has, which the reader of CSV finds itself, and those that no identifier has.
  private func checkText(_ document: Document, _ mistakes: inout Mistakes) {
    for (index, entry) in document.entries.enumerated() {
      let identifiers = masks[entry.section].identifiers
      for slot in (isXML ? entry.filled : entry.filled & identifiers).bits {
        let value = document.value(index, slot)
        let bytes = document.text[Int(value.offset)..<Int(value.offset + value.length)]
        let isIdentifier = identifiers & 1 << UInt64(slot) != 0
        let first = bytes.withUnsafeBufferPointer {
          isIdentifier ? ForeignCharacter.first(inIdentifier: $0) : ForeignCharacter.first(in: $0)
        }
        guard let found = first else { continue }
        mistakes.append(
          .malformed, line: value.line, column: value.column, documentLine: lineNumber(of: index, in: document),
          path: path(entry.section, slot), value: document.string(value), expected: found.expectation,
          "\(name(entry.section, slot)) contains \(found.name); expected \(found.expectation)")
      }
    }
  }

  // MARK: names

  private func field(_ section: Int, _ slot: Int) -> Field { layout.fields[layout.sections[section].fields[slot]] }

  private func name(_ section: Int, _ slot: Int) -> String {
    let field = field(section, slot)
    if profile != nil { return labels[field.column] ?? field.column }
    return isXML ? layout.elements(of: field).joined(separator: "/") : field.column
  }

  /// How programs know the field: a partner's names are not for them.
  private func path(_ section: Int, _ slot: Int) -> String { profile != nil ? field(section, slot).column : name(section, slot) }

  /// Whether the file can have it: a profile need not fill each field.
  private func isNamed(_ section: Int, _ slot: Int) -> Bool { profile == nil || labels[field(section, slot).column] != nil }

  private func words(_ section: Int, _ slot: Int) -> [String] {
    if case .choice(let words) = field(section, slot).content { words } else { [] }
  }

  // MARK: findings

  private func report(
    wrong value: Document.Value, _ slot: Int, _ entry: Document.Entry, _ index: Int, _ document: Document, _ mistakes: inout Mistakes
  ) {
    let name = name(entry.section, slot)
    let content = field(entry.section, slot).content
    let written = Finding.shortened(document.string(value))
    let what: String
    var code = Finding.Code.wrongType
    switch content {
    case .decimal: what = Self.isNegative(document.string(value)) ? "is below 0" : "is not a number"
    case .quantity: what = "is not a quantity"
    case .boolean: what = "is neither true nor false"
    case .date: what = "is not a date"
    case .choice:
      what = "is not known"
      code = .unknownValue
    case .segment: what = "cannot stand in an address"
    case .currency: what = "is not a currency"
    case .text, .opaque: what = "is not text"
    }
    mistakes.append(
      code, line: value.line, column: value.column, documentLine: lineNumber(of: index, in: document), path: path(entry.section, slot),
      value: written, expected: content.expectation, "\(name) \"\(written)\" \(what); expected \(content.expectation)")
  }

  private static func isNegative(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { ValueRules.isDecimal($0) && ValueRules.isNegative($0) }
  }

  private func report(
    _ missing: UInt64, because filled: UInt64, _ entry: Document.Entry, _ index: Int, _ document: Document, _ mistakes: inout Mistakes
  ) {
    let reason = filled == 0 ? "" : " (it is required beside \(name(entry.section, filled.trailingZeroBitCount)))"
    for slot in missing.bits {
      let name = name(entry.section, slot)
      let expected = field(entry.section, slot).content.expectation
      mistakes.append(
        .missing, line: Int32(truncatingIfNeeded: entry.line), documentLine: lineNumber(of: index, in: document),
        path: path(entry.section, slot), expected: expected, "required \(name) is missing\(reason); expected \(expected)")
    }
  }

  private func report(
    noneOf slots: UInt64, _ entry: Document.Entry, _ index: Int, _ document: Document, _ mistakes: inout Mistakes
  ) {
    let group = layout.alternatives.first { self.slots(of: layout.sections[entry.section], below: $0) == slots } ?? []
    let wanted = group.map { path in
      self.slots(of: layout.sections[entry.section], below: [path]).bits.filter { isNamed(entry.section, $0) }
        .map { name(entry.section, $0) }.joined(separator: " with ")
    }.filter { !$0.isEmpty }.joined(separator: ", or ")
    mistakes.append(
      .missing, line: Int32(truncatingIfNeeded: entry.line), documentLine: lineNumber(of: index, in: document),
      path: path(entry.section, slots.trailingZeroBitCount), expected: wanted, "the line names no part; expected \(wanted)")
  }

  private func report(emptyList list: Int, _ entry: Document.Entry, _ index: Int, _ document: Document, _ mistakes: inout Mistakes) {
    let isLines = list == layout.lines
    let names = masks[list].required.bits.map { name(list, $0) }
    let wanted = names.joined(separator: " and ")
    let missing = names.count == 1 ? "is missing; expected at least one" : "are missing; expected at least one of them each"
    mistakes.append(
      isLines ? .noLines : .missing, line: Int32(truncatingIfNeeded: entry.line), documentLine: lineNumber(of: index, in: document),
      path: isLines ? nil : path(list, masks[list].required.trailingZeroBitCount), expected: isLines ? "at least one line" : wanted,
      isLines ? "the document has no lines; expected at least one" : "required \(wanted) \(missing)")
  }

  /// Two entries of one list with the same key (a line number, a warehouse). CSV takes the second for a further row of the first.
  private func checkKeys(_ document: Document, _ mistakes: inout Mistakes) {
    for (section, slot, standIn) in keys {
      var owner: Int32 = -1
      var seen: Set<ArraySlice<UInt8>> = []
      for (index, entry) in document.entries.enumerated() where entry.section == section {
        if entry.owner != owner { seen = [] }
        owner = entry.owner
        // Most lists have one entry.
        if entry.next < 0, seen.isEmpty { continue }
        let value = document.values[entry.firstValue + slot]
        let key = value.isFilled ? document.text[Int(value.offset)..<Int(value.offset + value.length)] : standIn[...]
        guard !key.isEmpty, !seen.insert(key).inserted else { continue }
        let name = name(section, slot)
        let written = Finding.shortened(String(decoding: key, as: UTF8.self))
        mistakes.append(
          section == layout.lines ? .duplicateLine : .contradiction, line: Int32(truncatingIfNeeded: entry.line), column: value.column,
          documentLine: lineNumber(of: index, in: document), path: path(section, slot), value: written, expected: "each once",
          "\(name) \"\(written)\" stands twice; expected each once: remove one, or add up the quantities")
      }
    }
  }

  /// The line's number, for an entry that is a line or stands in one.
  func lineNumber(of index: Int, in document: Document) -> String? {
    var index = index
    while index >= 0, document.entries[index].section != layout.lines { index = index == 0 ? -1 : document.owner(of: index) }
    guard index > 0 else { return nil }
    guard let slot = layout.lineSlot else { return nil }
    let value = document.value(index, slot)
    return value.isFilled ? Finding.shortened(document.string(value)) : nil
  }
}

extension UInt64 {
  /// The places of the bits that are set, from the lowest.
  var bits: [Int] { (0..<64).filter { self & 1 << UInt64($0) != 0 } }
}
