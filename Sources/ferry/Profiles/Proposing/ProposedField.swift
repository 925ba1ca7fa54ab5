/// One line of a proposed profile's `fields`.
struct ProposedField {
  /// The canonical column.
  let column: String
  /// As YAML: a name, a position.
  var source: String
  /// Further keys as YAML: `record: H`.
  var keys: [String] = []
  /// nil: it is sure.
  var note: String?

  var line: String {
    let value = keys.isEmpty ? source : "{ from: \(source), \(keys.joined(separator: ", ")) }"
    return "\(column): \(value)" + (note.map { " # proposal: " + PlainText.line($0) } ?? "")
  }

  static func constant(_ column: String, _ value: String, note: String) -> ProposedField {
    ProposedField(column: column, source: "{ value: \(quoted(value)) }", note: note)
  }

  /// Text as a YAML scalar in a mapping of one line.
  static func scalar(_ text: String) -> String {
    let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
    let isPlain =
      text.utf8.first.map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A } ?? false
      && text.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D }
    return isPlain && !reserved.contains(text.lowercased()) ? text : quoted(text)
  }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
        || scalar.value == 0xFEFF:
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
