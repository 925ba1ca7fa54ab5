import Contracts
package import Documents

/// Documents of an unsafe kind to planned calls. Compiled once for a file; not for several threads.
package struct DocumentPlanner: ~Copyable {
  private let kind: Kind
  private let handling: Handling
  private let program: RequestProgram
  private var content: CanonicalContent
  private var json = BodyBuffer()
  private let numberSlot: Int
  private var indices: LineIndices
  private var keyName: NameBytes
  private let keyCount: Int

  package init(kind: Kind, handling: Handling) {
    self.kind = kind
    self.handling = handling
    program = RequestProgram(layout: kind.layout, handling: handling)
    content = CanonicalContent(layout: kind.layout)
    numberSlot = kind.layout.numberSlot
    let identity = [handling.target(of: kind), handling.partner, kind.rawValue]
    indices = LineIndices(identity)
    keyName = NameBytes(namespace: UUIDv5(namespace: .ferry, ["idempotency-key"] + identity))
    keyCount = keyName.count
  }

  /// The fingerprint of a document as the sender gave it; taken before anything is completed.
  package mutating func fingerprint(of document: Document) -> Fingerprint { content.fingerprint(of: document) }

  /// A checked document without findings. `notes`: what its completion says of its lines. nil: its body is larger than the limit (a finding).
  package mutating func plan(_ document: Document, fingerprint: Fingerprint, notes: LineNotes? = nil) -> DocumentPlan? {
    let number = document.string(document.value(0, numberSlot))
    indices.begin(number, lines: document.lineCount)
    json.removeAll()
    program.write(0, of: document, into: &json, indices: &indices)
    guard json.count <= handling.limits.body else { return nil }
    let body = json.bytes
    json.removeAll()
    if notes == nil { LineNotes.write(document, into: &json) }
    let call = PlannedCall(
      kind == .orders ? .createOrder : .createReturn, path: kind == .orders ? "/orders" : "/returns", body: body,
      indices: indices.values, idempotencyKey: idempotencyKey(number, fingerprint))
    return DocumentPlan(
      key: handling.key(kind: kind, number: number), fingerprint: fingerprint, call: call, lines: notes?.bytes ?? json.bytes,
      sourceLine: document.entries[0].line)
  }

  private mutating func idempotencyKey(_ number: String, _ fingerprint: Fingerprint) -> String {
    keyName.cut(to: keyCount)
    keyName.append(number)
    fingerprint.bytes.withUnsafeBytes { keyName.append($0) }
    return UUIDv5.string(keyName)
  }
}
