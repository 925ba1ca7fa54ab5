import Documents

/// Whom the lines of an `availability` file are for: a line may say `erp` or `schneider`, else the settings do. A line for Schneider Electric
/// needs what its product availability asks for.
struct AvailabilityRouting {
  private let handling: Handling
  private let section: Int
  private let target: UInt64
  /// Slots that a line for Schneider Electric needs, and that of its reference among them.
  private let needed: [Int]
  private let reference: Int

  /// nil for other kinds.
  init?(layout: Layout, handling: Handling) {
    guard layout.kind == .availability else { return nil }
    func slot(_ column: String) -> Int { layout.fieldIndex(column: column).map { layout.place(of: $0).slot } ?? 0 }
    self.handling = handling
    section = layout.lines
    target = 1 << UInt64(slot("target"))
    needed = ["part_number", "quantity", "ship_to"].filter { handling.defaults[$0] == nil }.map(slot)
    reference = slot("part_number")
  }

  private static let targetSlot = {
    let layout = Kind.availability.layout
    return layout.fieldIndex(column: "target").map { layout.place(of: $0).slot } ?? 0
  }()

  static func api(of line: Int, in document: Document, _ handling: Handling) -> API {
    let value = document.value(line, targetSlot)
    return value.isFilled ? API(rawValue: document.string(value)) ?? handling.targets.availability : handling.targets.availability
  }

  func check(_ document: Document, _ name: (_ section: Int, _ slot: Int) -> String, into mistakes: inout Mistakes) {
    let isElsewhere = handling.targets.availability == .schneider || handling.targets.erp == nil
    for (index, entry) in document.entries.enumerated() where entry.section == section && (isElsewhere || entry.filled & target != 0) {
      let api = Self.api(of: index, in: document, handling)
      let line = Int32(truncatingIfNeeded: entry.line)
      let number = document.layout.lineSlot.map { document.string(document.value(index, $0)) }
      if handling.targets[api] == nil {
        mistakes.append(
          .unknownValue, line: line, documentLine: number, path: name(section, target.trailingZeroBitCount), value: api.rawValue,
          "the line is for \(api.rawValue), and the partner has no such target: send it to the other one, or set it up in the settings")
      }
      guard api == .schneider else { continue }
      for slot in needed where entry.filled & (1 << UInt64(slot)) == 0 {
        mistakes.append(
          .missing, line: line, documentLine: number, path: name(section, slot), expected: "a value, or a default in the settings",
          "required \(name(section, slot)) is missing (the line is for schneider); expected a value, or a default in the settings")
      }
      checkReference(document.value(index, reference), document, number, name(section, reference), &mistakes)
    }
  }

  /// A reference becomes a segment of an address.
  private func checkReference(_ value: Document.Value, _ document: Document, _ number: String?, _ name: String, _ mistakes: inout Mistakes)
  {
    var text = document.string(value)
    guard value.isFilled, !text.withUTF8({ ValueRules.accepts($0, .segment, words: []) }) else { return }
    let expected = Field.Content.segment.expectation
    mistakes.append(
      .wrongType, line: value.line, column: value.column, documentLine: number, path: name, value: text, expected: expected,
      "\(name) \"\(text)\" cannot stand in an address (the line is for schneider); expected \(expected)")
  }
}
