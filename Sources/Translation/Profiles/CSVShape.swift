/// What a partner's CSV looks like.
package struct CSVShape: Sendable, Hashable, Codable {
  /// By its name, `windows-1252`; nil: recognised (byte order mark, else UTF-8).
  package var encoding: String?
  /// One ASCII character; nil: recognised.
  package var separator: String?
  /// One ASCII character; empty: there are no quotes.
  package var quote: String
  /// The first record names the columns. false: fields are found by position.
  package var hasHeader: Bool
  /// Types in the first field of each record; empty: every record is a line that repeats its document's fields. Where none is of documents or
  /// lines, every other record is such a line.
  package var records: [RecordType]
  /// Columns of the header that no field uses: refused, unless this is true.
  package var ignoresUnknownColumns: Bool

  /// A row without its document's number; nil: it goes on with the document before it.
  package var emptyNumber: EmptyNumber?

  package enum EmptyNumber: String, Sendable, Hashable, Codable, CaseIterable {
    case `continue`
    /// A finding: each row repeats the number.
    case refuse
  }

  package struct RecordType: Sendable, Hashable, Codable {
    package enum Role: String, Sendable, Hashable, Codable, CaseIterable {
      /// Begins a document; its fields are the document's.
      case document
      /// More of the document before it: an address, a text.
      case addition
      /// A line of the document before it. Where no type is `document`, lines of one number next to each other are a document.
      case line
      /// Says something of every document after it, until the next of its type.
      case shared
      /// The end of the file, with what `Completeness` counts.
      case trailer
      /// Says nothing that is needed.
      case ignored
    }

    /// The first field, `H`.
    package var code: String
    package var role: Role

    package init(_ code: String, _ role: Role) {
      self.code = code
      self.role = role
    }
  }

  package init(
    encoding: String? = nil, separator: String? = nil, quote: String = "\"", hasHeader: Bool = true, records: [RecordType] = [],
    ignoresUnknownColumns: Bool = false, emptyNumber: EmptyNumber? = nil
  ) {
    self.encoding = encoding
    self.separator = separator
    self.quote = quote
    self.hasHeader = hasHeader
    self.records = records
    self.ignoresUnknownColumns = ignoresUnknownColumns
    self.emptyNumber = emptyNumber
  }
}
