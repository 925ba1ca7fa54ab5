/// One field of a kind: a CSV column, an XML element, a member of the request body. Declared once, in the kind's `Layout`.
package struct Field: Sendable, Hashable {
  /// What may stand in the field, and how it stands in JSON.
  package enum Content: Sendable, Hashable {
    /// Any text; a JSON string.
    case text
    /// A date or identifier that is passed on verbatim; a JSON string.
    case opaque
    /// An identifier that becomes a segment of an address; `.` and `..` cannot.
    case segment
    /// `-`, digits, `.` as decimal mark; a JSON number with the same digits.
    case decimal
    /// Three capital letters, as ISO 4217 writes them; a JSON string.
    case currency
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
    /// Tells in the answer what a row is about, where the kind has no document numbers; the first one that is filled counts.
    case documentName
  }

  /// The canonical CSV column, `snake_case`.
  package let column: String
  /// Where it stands in the request, in the API's own names: `items[].pricing.fees[].label`. `[]` marks an array. The XML elements are named
  /// and nested so; `@number` is an attribute of the document's element.
  package let path: String
  package let content: Content
  /// Required where the object it stands in is present; a default in the settings may supply it.
  package let isRequired: Bool
  package let role: Role
  /// Goes to the target; false for what only Ferry and the answer need.
  package let isSent: Bool
  /// One sentence for the manual and `ferry describe`.
  package let meaning: String

  package init(
    _ column: String, _ path: String, as content: Content = .text, required: Bool = false, role: Role = .plain,
    sent: Bool = true, _ meaning: String
  ) {
    self.column = column
    self.path = path
    self.content = content
    self.isRequired = required
    self.role = role
    isSent = sent && !path.hasPrefix("@")
    self.meaning = meaning
  }

  /// Compared character for character by whoever gets it: what cannot be seen in it makes another one of it.
  package var isIdentifier: Bool {
    content == .opaque || content == .segment || role != .plain || column.hasSuffix("number") || column.hasSuffix("_id")
  }

  /// An attribute of the document's XML element, not an element of its own.
  package var isAttribute: Bool { path.hasPrefix("@") }
}

extension Field.Content {
  /// What a sender reads as expectation: `a whole number above 0, for example 12`.
  package var expectation: String {
    switch self {
    case .text, .opaque: "text"
    case .segment: "an identifier, not a dot or two"
    case .currency: "three capital letters, for example EUR"
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
    case .opaque, .segment: "text, verbatim"
    case .currency: "currency, 3 letters"
    case .decimal: "decimal"
    case .quantity: "integer > 0"
    case .boolean: "boolean"
    case .date: "date YYYY-MM-DD"
    case .choice(let words): words.joined(separator: " | ")
    }
  }
}
