import Contracts

/// Gives the lines of a document their `index` on the wire: UUID v5 of target, partner, kind, number and line, so that a second attempt
/// has the same.
struct LineIndices {
  private var name: NameBytes
  private let fileCount: Int
  private var documentCount: Int
  private(set) var values: [String] = []

  /// `identity`: what all documents of a file have in common, at least target, partner and kind.
  init(_ identity: [String]) {
    name = NameBytes(namespace: UUIDv5.ferry, ["index"] + identity)
    fileCount = name.count
    documentCount = name.count
  }

  /// The next document; `identity` is its number, or what else tells it from others.
  mutating func begin(_ identity: String..., lines: Int) {
    name.cut(to: fileCount)
    for part in identity { name.append(part) }
    documentCount = name.count
    values = []
    values.reserveCapacity(lines)
  }

  /// Writes the JSON string of the next line's index.
  mutating func append(line: UnsafeRawBufferPointer, to json: inout JSONWriter) {
    name.cut(to: documentCount)
    name.append(line)
    let value = UUIDv5.string(name.bytes)
    values.append(value)
    json.string(value)
  }
}
