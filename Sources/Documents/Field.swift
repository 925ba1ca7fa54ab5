/// One field of a kind: a CSV column, an XML element, a member of the request body. Declared once, in the kind's `Layout`.
package struct Field: Sendable, Hashable {
  /// What may stand in the field, and how it stands in JSON.
  package enum Content: Sendable, Hashable {
    /// Any text; a JSON string.
    case text
    /// A date or identifier that is passed on verbatim; a JSON string.
    case opaque
    /// `-`, digits, `.` as decimal mark; a JSON number with the same digits.
    case decimal
    /// A whole number above 0; a JSON number.
    case quantity
    /// `true` `false` `1` `0`; a JSON boolean.
    case boolean
    /// `YYYY-MM-DD`, a real calendar date; a JSON string.
    case date
    /// One of the words, in exactly this spelling; a JSON string.
    case choice([String])
  }

  package enum Role: Sendable, Hashable {
    case plain
    /// The number of the document: `order_number`, `return_number`, `request_number`.
    case documentNumber
    /// The number of the line within its document. On the wire stands the line's index instead (a UUID v5 that Ferry computes).
    case lineNumber
  }

  /// The canonical CSV column, `snake_case`.
  package let column: String
  /// Where it stands in the request body, in the seed's own names: `items[].pricing.fees[].label`. `[]` marks an array.
  /// `@number` is an attribute of the document's XML element and is not sent.
  package let path: String
  package let content: Content
  /// Required where the object it stands in is present; a default in the settings may supply it.
  package let isRequired: Bool
  package let role: Role
  /// One sentence for the manual and `ferry describe`.
  package let meaning: String

  package init(
    _ column: String, _ path: String, as content: Content = .text, required: Bool = false, role: Role = .plain, _ meaning: String
  ) {
    self.column = column
    self.path = path
    self.content = content
    self.isRequired = required
    self.role = role
    self.meaning = meaning
  }

  /// Stands in the request body (and not only in the file).
  package var isSent: Bool { !path.hasPrefix("@") }
}

extension Field.Content {
  /// What a sender reads as expectation: `a whole number above 0, for example 12`.
  package var expectation: String {
    switch self {
    case .text, .opaque: "text"
    case .decimal: "digits with \".\" as decimal mark, for example 204.25"
    case .quantity: "a whole number above 0, for example 12"
    case .boolean: "true, false, 1 or 0"
    case .date: "a calendar date as YYYY-MM-DD, for example 2026-11-21"
    case .choice(let words): "one of " + words.joined(separator: ", ")
    }
  }

  /// The word in `ferry describe`.
  package var name: String {
    switch self {
    case .text: "text"
    case .opaque: "text, verbatim"
    case .decimal: "decimal"
    case .quantity: "integer > 0"
    case .boolean: "boolean"
    case .date: "date YYYY-MM-DD"
    case .choice(let words): words.joined(separator: " | ")
    }
  }
}
