/// One mistake in a file: what, where, what was expected, what to do. A value, never thrown: a sender deserves all of them at once.
package struct Finding: Sendable, Hashable, Codable {
  package enum Code: String, Sendable, Hashable, Codable, CaseIterable {
    // the file
    case unreadable, encoding, incomplete, malformed, unknownKind = "unknown_kind", wrongRoot = "wrong_root"
    case unsafeXML = "unsafe_xml", limit
    // the header line or the elements
    case unknownField = "unknown_field", missingColumn = "missing_column", repeatedColumn = "repeated_column"
    // a value
    case missing, wrongType = "wrong_type", unknownValue = "unknown_value", tooLong = "too_long"
    // a document
    case contradiction, apart, duplicateLine = "duplicate_line", noLines = "no_lines"
    case unknownOrder = "unknown_order", equalRow = "equal_row", implausible
    // a shipping plan
    case backOrder = "back_order", unusablePlan = "unusable_plan"
    // what the target or the ledger said
    case refusedByTarget = "refused_by_target", conflict, abandoned, inDoubt = "in_doubt", heldBack = "held_back", changed, gaveUp =
      "gave_up"
  }

  package var code: Code
  /// Name of the file as it was dropped.
  package var file: String
  /// Physical line, from 1; column in characters, from 1. nil where it speaks of the whole file or document.
  package var line: Int?
  package var column: Int?
  /// The document's number, and the line's number in it.
  package var document: String?
  package var documentLine: String?
  /// The field, by its column (CSV) or element path (XML).
  package var path: String?
  /// The offending text, cut to 80 characters.
  package var value: String?
  package var expected: String?
  /// One sentence with the thing, what was expected and what to do; without the place.
  package var message: String

  package init(
    _ code: Code, file: String, line: Int? = nil, column: Int? = nil, document: String? = nil, documentLine: String? = nil,
    path: String? = nil,
    value: String? = nil, expected: String? = nil, _ message: String
  ) {
    self.code = code
    self.file = file
    self.line = line
    self.column = column
    self.document = document
    self.documentLine = documentLine
    self.path = path
    self.value = value.map(Self.shortened)
    self.expected = expected
    self.message = message
  }

  /// At most 80 characters of a value, without line feeds and control characters: it goes into reports, logs and answers.
  package static func shortened(_ value: String) -> String {
    var short = ""
    var count = 0
    for scalar in value.unicodeScalars {
      if count == 80 { return short + "…" }
      short.unicodeScalars.append(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar)
      count += 1
    }
    return short
  }
}

extension Finding: CustomStringConvertible {
  /// `orders-17.csv:4:9: quantity "1,5x" is not a whole number; expected …`
  package var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    return "\(place): \(message)"
  }
}
