import Contracts
import Documents
import Translation

/// Where the values of one document come from, in the order of the kind's fields.
struct ExplainedDocument {
  struct Field {
    /// The line's number in the document; nil: of the document itself.
    let line: String?
    let column: String
    /// nil: it is not known yet.
    let value: String?
    /// `column "Preis"`, `default`, `constant`.
    let source: String
    /// The file's own text, joined where it comes from several places; nil where it is not known.
    let written: String?
    /// What was done to it on its way to the value, in order.
    let steps: [ValueStep]
    /// In the file; nil where the value does not stand there.
    let place: (line: Int, column: Int?)?
  }

  let number: String
  let sourceLine: Int
  let fields: [Field]
  let findings: [Finding]

  /// `net_price 12.50 ← column "Preis" "12,50" (line 4, column 31), decimal "12.50"`, a field a line.
  var text: String {
    var lines = [PlainText.line("\(number.isEmpty ? "document" : number) (line \(sourceLine))")]
    var current: String?
    for field in fields {
      if field.line != current, let line = field.line { lines.append(PlainText.line("  line \(line)")) }
      current = field.line
      var text = "\(field.line == nil ? "  " : "    ")\(field.column)\(field.value.map { " " + $0 } ?? "") ← \(field.source)"
      if let written = field.written { text += " \"\(Finding.shortened(written))\"" }
      if let place = field.place { text += " (line \(place.line)\(place.column.map { ", column \($0)" } ?? ""))" }
      for step in field.steps { text += ", \(step.name) \"\(Finding.shortened(step.value))\"" }
      lines.append(PlainText.line(text))
    }
    lines += findings.map { PlainText.line("  finding: \($0)") }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    func number(_ value: Int?) -> JSONValue { value.map { .number(String($0)) } ?? .null }
    let fields = fields.map { field in
      JSONValue.object([
        .init("document_line", text(field.line)), .init("field", .string(field.column)), .init("value", text(field.value)),
        .init("source", .string(field.source)), .init("written", text(field.written)), .init("line", number(field.place?.line)),
        .init("column", number(field.place?.column)),
        .init(
          "steps",
          .array(field.steps.map { .object([.init("step", .string($0.name)), .init("value", .string($0.value))]) })),
      ])
    }
    return .object([
      .init("document", .string(self.number)), .init("line", number(sourceLine)), .init("fields", .array(fields)),
    ])
  }
}
