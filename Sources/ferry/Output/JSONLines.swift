import Contracts

/// JSON for people: a member a line, two blanks deep, members by name, so that two of them can be compared line by line. Digits stay as written.
enum JSONLines {
  static func of(_ value: JSONValue) -> [String] {
    var lines: [String] = []
    add(value, "", "", "", &lines)
    return lines
  }

  private static func add(_ value: JSONValue, _ indent: String, _ label: String, _ comma: String, _ lines: inout [String]) {
    let deeper = indent + "  "
    switch value {
    case .array(let elements) where !elements.isEmpty:
      lines.append("\(indent)\(label)[")
      for (place, element) in elements.enumerated() { add(element, deeper, "", place < elements.count - 1 ? "," : "", &lines) }
      lines.append("\(indent)]\(comma)")
    case .object(let members) where !members.isEmpty:
      lines.append("\(indent)\(label){")
      for (place, member) in members.sorted(by: { $0.name < $1.name }).enumerated() {
        let name = String(decoding: JSONValue.string(member.name).bytes, as: UTF8.self) + ": "
        add(member.value, deeper, name, place < members.count - 1 ? "," : "", &lines)
      }
      lines.append("\(indent)}\(comma)")
    case .null, .boolean, .number, .string, .array, .object:
      lines.append(indent + label + String(decoding: value.bytes, as: UTF8.self) + comma)
    }
  }
}
