/// Where a canonical field comes from, and what is done on the way. In this order: sources joined, blanks cut, `steps` one after the other, then
/// the number, date or boolean that the field wants by the `ValueStyle`, divided where it is `per` something. What is empty stays empty.
package struct FieldRule: Sendable, Hashable, Codable {
  /// The canonical column, `net_price`.
  package var column: String
  package var source: Source
  package var steps: [Step]
  /// Instead of the profile's own marks and patterns.
  package var style: ValueStyle?
  /// The value where the source is empty, written as canonical files write it; nil: the field is not there.
  package var ifEmpty: String?
  /// Between the texts of all nodes that an XPath finds, and of records that repeat, where the source is a document's further records; nil: of nodes
  /// the first counts, and such records contradict each other.
  package var repeatJoint: String?
  /// Of XML: where the unit of a quantity or price stands, as one of the profile's ``Profile/units``; where it is empty, it is pieces.
  package var unit: Source?
  /// Line of the profile file, for messages.
  package var line: Int

  package enum Source: Sendable, Hashable, Codable {
    /// Cells of a CSV record; those that are not empty, with `joint` between them.
    case cells([Cell], joint: String)
    /// XPath expressions; the string value of the first node each, those that are not empty with `joint` between them. Fields of lines
    /// are looked for from the line's node, those of the document from the document's.
    case paths([String], joint: String)
    /// Written as canonical files write it: neither steps nor style apply.
    case constant(String)
  }

  package enum Cell: Sendable, Hashable, Codable {
    /// By the header's name, in any case.
    case named(String)
    /// By position, from 1, in records of that type (nil: in every record). Fields of lines may be taken from their document's records,
    /// too; what the document's field is taken from is one record.
    case at(Int, record: String?)
  }

  package enum Step: Sendable, Hashable, Codable {
    /// Removes these characters wherever they stand.
    case strip(String)
    /// Fills up digits at the left to a length, with one ASCII character; what is longer, or not digits alone, stays: nothing is guessed.
    case pad(length: Int, with: String)
    /// A part of the text, split at each `separator`; a text without one is its first and its last part.
    case part(Part, separator: String)
    /// Replaces the whole text by the table's.
    case table(ValueTable)
    /// Divides a price by the base quantity that it is for, exactly; where that is empty or 1, nothing. A quotient that does not end is
    /// rounded half up to 6 decimals. Done last, wherever it stands, to a decimal field's number; once in a rule. The base is read by the
    /// same `ValueStyle`.
    case per(Source)
  }

  package enum Part: Sendable, Hashable, Codable {
    case first, last
    /// All but the first.
    case rest
    /// All but the last.
    case lead
    /// From 1.
    case number(Int)
  }

  package init(
    _ column: String, _ source: Source, steps: [Step] = [], style: ValueStyle? = nil, ifEmpty: String? = nil, repeatJoint: String? = nil,
    unit: Source? = nil, line: Int = 0
  ) {
    self.column = column
    self.source = source
    self.steps = steps
    self.style = style
    self.ifEmpty = ifEmpty
    self.repeatJoint = repeatJoint
    self.unit = unit
    self.line = line
  }
}

/// Values by value: `EXP` is `true`; articles by a CSV beside the profile.
package struct ValueTable: Sendable, Hashable, Codable {
  package enum Otherwise: Sendable, Hashable, Codable {
    /// A value that is not there is a finding that lists what is.
    case refuse
    case keep
    case value(String)
  }

  package var values: [String: String]
  package var otherwise: Otherwise

  package init(_ values: [String: String], otherwise: Otherwise = .refuse) {
    self.values = values
    self.otherwise = otherwise
  }
}
