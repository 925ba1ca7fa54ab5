package import Documents

/// The result columns of a kind's answer, each with its place in the response. Declared once; serves the answers, `describe` and the manual.
package struct ResultLayout: Sendable {
  /// What stands in a column, and so what a partner's style may do to it.
  package enum Content: Sendable, Hashable {
    /// Identifiers, codes, and dates that identify at the target: not one character is changed.
    case verbatim
    /// Text of people, which a spreadsheet might run as a formula.
    case text
    /// May get another decimal mark.
    case number
    /// May get another pattern where it is `YYYY-MM-DD`.
    case date
  }

  package struct Column: Sendable, Hashable {
    /// `snake_case`, unique in the answer.
    package let name: String
    /// From the root of the response, `items[].lines[].externalLineNumber`; empty for a column that Ferry computes.
    package let path: String
    package let content: Content
    package let meaning: String

    init(_ name: String, _ path: String, as content: Content = .verbatim, _ meaning: String) {
      self.name = name
      self.path = path
      self.content = content
      self.meaning = meaning
    }

    static let entry = Column("entry", "", "The list that this row is an entry of.")
    static let further = Column("further_fields", "", "Fields that the target sent and no column takes, as a JSON object.")
  }

  /// The array whose entries are answer rows, one each at least: those that carry `index`, or all of the response. Empty: the response itself.
  package let unit: String
  package let columns: [Column]
  /// What no column takes stands, as a JSON object, in this one; nil: unknown fields are ignored.
  package let furtherColumn: Int?

  init(unit: String, columns: [Column]) {
    self.unit = unit
    self.columns = columns
    furtherColumn = columns.firstIndex { $0.name == Column.further.name }
  }

  package static func of(_ kind: Kind) -> ResultLayout {
    switch kind {
    case .orders: orders
    case .returns: returns
    case .availability: availability
    case .shippingPlans: shippingPlans
    case .preCheckout: preCheckout
    case .orderStatus: orderStatus
    case .returnStatus: returnStatus
    case .seAvailability: seAvailability
    case .seOrders: seOrders
    case .seOrder: seOrder
    case .seShipments: seShipments
    }
  }

  /// In front of every kind's columns.
  package static let leading: [(name: String, meaning: String)] = [
    ("source_line", "Line of the file on which the record begins; the header is 1. XML: the line of its element."),
    ("document", "Number of the document."),
    ("line", "Number of the line in the document."),
    ("status", "accepted, refused, duplicate, conflict, in_doubt, unconfirmed or failed."),
    ("code", "Why, in one word; empty where accepted."),
    ("message", "Why, in a sentence."),
  ]

  /// The place of a column among the result columns.
  package func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}
