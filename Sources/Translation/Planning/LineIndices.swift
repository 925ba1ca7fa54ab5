import Documents

/// Gives the lines of a document their `index` on the wire: UUID v5 of target, partner, kind, number and line, so that a second attempt
/// has the same. Target, partner and kind are a namespace of their own.
struct LineIndices {
  private static let namespaceCount = 16

  private var name: NameBytes
  private var documentCount = Self.namespaceCount
  private(set) var values: [String] = []

  /// `identity`: what all documents of a file have in common, at least target, partner and kind.
  init(_ identity: [String]) {
    name = NameBytes(namespace: UUIDv5(namespace: .ferry, ["index"] + identity))
  }

  /// The next document, by its number.
  mutating func begin(_ number: String, lines: Int) {
    name.cut(to: Self.namespaceCount)
    name.append(number)
    begin(lines: lines)
  }

  /// The next document, which has no number: its content and position tell it from others.
  mutating func begin(_ content: Fingerprint, position: Int, lines: Int) {
    name.cut(to: Self.namespaceCount)
    content.bytes.withUnsafeBytes { name.append($0) }
    name.append(String(position))
    begin(lines: lines)
  }

  private mutating func begin(lines: Int) {
    documentCount = name.count
    values = []
    values.reserveCapacity(lines)
  }

  /// Writes the JSON string of the next line's index.
  mutating func append(line: UnsafeRawBufferPointer, to json: inout BodyBuffer) {
    name.cut(to: documentCount)
    name.append(line)
    var value = UUIDv5.string(name)
    value.withUTF8 { json.string(UnsafeRawBufferPointer($0)) }
    values.append(value)
  }

  /// The index that a line of a document with that key has, whoever asks and whenever.
  static func index(of line: String, in key: DocumentKey) -> String {
    var indices = LineIndices([key.target, key.partner, key.kind.rawValue])
    indices.begin(key.number, lines: 1)
    var json = BodyBuffer()
    var line = line
    line.withUTF8 { indices.append(line: UnsafeRawBufferPointer($0), to: &json) }
    return indices.values[0]
  }
}
