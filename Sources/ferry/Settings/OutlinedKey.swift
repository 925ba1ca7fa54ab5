/// One key of a document, noted by the very code that reads it.
struct OutlinedKey: Hashable {
  /// From the root; `[]` stands for the entries of a list.
  let path: [String]
  let shape: KeyShape
}

/// What may stand at a key.
enum KeyShape: Hashable {
  case text
  case boolean
  case integer(ClosedRange<Int>)
  case choice([String])
  /// Single values; one alone may stand without brackets.
  case list
  /// Names to values, of these words where there are any.
  case map([String])
  /// Values to values, or the name of a CSV.
  case table
  /// Where something comes from: a value, or a mapping.
  case source
}
