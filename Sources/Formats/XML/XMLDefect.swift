/// Why an XML document cannot be read on. Unlike a CSV file's defects it is always the last word on the file.
package struct XMLDefect: Sendable, Equatable {
  package enum Code: String, Sendable {
    /// No byte, or nothing but blanks.
    case empty
    case incomplete
    case notWellFormed = "not-well-formed"
    /// A prefix without a namespace.
    case undefinedPrefix = "undefined-prefix"
    case entityDefinition = "entity-definition"
    case entityReference = "entity-reference"
    /// The document type inside the file gives an attribute that the element does not have.
    case attributeDefault = "attribute-default"
    case tooDeep = "too-deep"
    case textTooLong = "text-too-long"
    case tagTooLong = "tag-too-long"
    case markupTooLong = "markup-too-long"
    case tooManyAttributes = "too-many-attributes"
    case nameTooLong = "name-too-long"
    case tooManyNames = "too-many-names"
    case invalidByte = "invalid-byte"
    case unsupportedEncoding = "unsupported-encoding"
  }

  package var code: Code
  /// 1-based.
  package var line: Int
  /// 1-based, in Unicode scalars; 0 where it is not known.
  package var column: Int
  /// What was found, for people, without the place.
  package var message: String
  /// What would have been right.
  package var expected: String
  /// Where an invalid byte stands in the file, if it is known.
  package var byteOffset: Int?

  package init(code: Code, line: Int, column: Int, message: String, expected: String, byteOffset: Int? = nil) {
    self.code = code
    self.line = line
    self.column = column
    self.message = message
    self.expected = expected
    self.byteOffset = byteOffset
  }
}
