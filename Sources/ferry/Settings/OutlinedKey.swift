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
}
