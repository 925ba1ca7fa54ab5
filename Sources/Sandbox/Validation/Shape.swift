/// What the seed's tables say of a value in a request body.
indirect enum Shape: Sendable {
  /// Must not be blank where the field is required; may be empty where it is not.
  case text
  /// A whole number of 32 bits, written without fraction or exponent.
  case integer(atLeast: Int? = nil)
  case number
  case boolean
  /// `yyyy-MM-dd`, a day that exists.
  case date
  case oneOf([String])
  /// An object with members of any name, each a text.
  case textsByName
  /// Must not be empty where the field is required. No two elements may share the text of the member `uniqueBy`.
  case array(Shape, uniqueBy: String? = nil)
  /// With `needsOneOf`, at least one of these members must be there.
  case object([Field], needsOneOf: [String] = [])
}
