import Contracts
import Documents
import Translation

/// `{"findings": […], "calls": […]}`, piece by piece. The findings come first.
struct ConversionWriter {
  private static let piece = 1 << 16

  private let write: ([UInt8]) -> Void
  private var bytes: [UInt8] = []
  private var isFirst = true

  init(_ write: @escaping ([UInt8]) -> Void) { self.write = write }

  mutating func beginFindings() { bytes += Array(#"{"findings":["#.utf8) }

  mutating func append(_ finding: Finding) { add(finding.json.bytes) }

  mutating func beginCalls() {
    bytes += Array("\n],\"calls\":[".utf8)
    isFirst = true
  }

  mutating func beginExplanation() {
    bytes += Array("\n],\"explanation\":[".utf8)
    isFirst = true
  }

  mutating func append(_ document: ExplainedDocument) { add(document.json.bytes) }

  /// `document` is its number; nil where it has none, or the call is for several. `lines` are those of the file. `completedBy`: the call
  /// whose response the body is made of, `POST /shipping-plans/search`; nil where it is known.
  mutating func append(_ call: PlannedCall, document: String?, lines: [Int], completedBy: String? = nil) {
    let query = call.query.map { JSONValue.Member($0.name, .string($0.value)) }
    var json = JSONWriter(capacity: call.body.count + 512)
    json.raw(UInt8(ascii: "{"))
    json.name("method")
    json.value(.string(call.method.rawValue))
    json.name("path")
    json.value(.string(call.path))
    json.name("query")
    json.value(.object(query))
    json.name("body")
    if call.body.isEmpty { json.value(.null) } else { call.body.withUnsafeBytes { json.raw($0) } }
    json.name("document")
    json.value(document.map { .string($0) } ?? .null)
    json.name("lines")
    json.value(.array(lines.map { .number(String($0)) }))
    if let completedBy {
      json.name("completedBy")
      json.value(.string(completedBy))
    }
    json.raw(UInt8(ascii: "}"))
    add(json.bytes)
  }

  mutating func finish() {
    bytes += Array("\n]}\n".utf8)
    flush()
  }

  private mutating func add(_ value: [UInt8]) {
    bytes += Array((isFirst ? "\n" : ",\n").utf8)
    bytes += value
    isFirst = false
    if bytes.count > Self.piece { flush() }
  }

  private mutating func flush() {
    write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
