import Contracts

/// Gives the lines of one document their `index` on the wire: UUID v5 of target, partner, kind, number and line, so that a second attempt
/// has the same. A line without a number counts by its position.
struct LineIndices {
  private let names: UUIDv5
  private(set) var values: [String] = []

  /// `identity`: what comes before the line in the name, at least target, partner, kind and number.
  init(_ identity: [String]) {
    names = UUIDv5(["index"] + identity)
  }

  /// Writes the JSON string of the next line's index.
  mutating func append(line: UnsafeRawBufferPointer, to json: inout JSONWriter) {
    let value = line.isEmpty ? names.string(String(values.count + 1)) : names.string(line)
    values.append(value)
    json.string(value)
  }
}
