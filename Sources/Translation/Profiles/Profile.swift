package import Documents

/// How the files of a partner look and map to canonical fields: what a profile file says, as a value. Taken at a file's admission with the
/// rest of its `Handling`. Declarative and small: no code, no conditions but those below.
package struct Profile: Sendable, Hashable, Codable {
  /// Stands in messages: `acme`, or the name of a built-in one, `ubl-order`.
  package var name: String
  package var kind: Kind
  /// Which of the partner's files it is for, by name: `*` any characters, `?` one; in any case. Empty: all.
  package var files: [String]
  package var source: Source
  package var fields: [FieldRule]
  package var style: ValueStyle
  /// How many pieces one of each unit is, by its code in any case; nil: no field has a unit.
  package var units: [String: Int]?
  package var completeness: Completeness
  package var plausibility: Plausibility
  /// nil: the canonical answer, in the input's format.
  package var answer: AnswerStyle?

  package enum Source: Sendable, Hashable, Codable {
    case csv(CSVShape)
    case xml(XMLShape)
  }

  package init(
    name: String, kind: Kind, files: [String] = [], source: Source, fields: [FieldRule], style: ValueStyle = ValueStyle(),
    units: [String: Int]? = nil, completeness: Completeness = Completeness(), plausibility: Plausibility = Plausibility(),
    answer: AnswerStyle? = nil
  ) {
    self.name = name
    self.kind = kind
    self.files = files
    self.source = source
    self.fields = fields
    self.style = style
    self.units = units
    self.completeness = completeness
    self.plausibility = plausibility
    self.answer = answer
  }

  package var format: DocumentReader.Format {
    switch source {
    case .csv: .csv
    case .xml: .xml
    }
  }

  /// Canonical columns that the profile fills.
  package var columns: Set<String> { Set(fields.map(\.column)) }
}
