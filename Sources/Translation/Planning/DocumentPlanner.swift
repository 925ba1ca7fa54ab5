import Contracts
package import Documents

/// Documents of an unsafe kind to planned calls. Compiled once for a file; not for several threads.
package struct DocumentPlanner: ~Copyable {
  private let kind: Kind
  private let handling: Handling
  private let program: RequestProgram
  private var content: CanonicalContent
  private var json = JSONWriter()
  private let numberSlot: Int
  private let keys: UUIDv5

  package init(kind: Kind, handling: Handling) {
    self.kind = kind
    self.handling = handling
    program = RequestProgram(layout: kind.layout, handling: handling)
    content = CanonicalContent(layout: kind.layout)
    numberSlot = kind.layout.numberField.map { kind.layout.place(of: $0).slot } ?? 0
    keys = UUIDv5(["idempotency-key", handling.target, handling.partner, kind.rawValue])
  }

  /// The fingerprint of a document as the sender gave it; taken before anything is completed.
  package mutating func fingerprint(of document: Document) -> Fingerprint { content.fingerprint(of: document) }

  /// A checked document without findings. nil: its body is larger than the limit (a finding).
  package mutating func plan(_ document: Document, fingerprint: Fingerprint) -> DocumentPlan? {
    let number = document.string(document.value(0, numberSlot))
    var indices = LineIndices([handling.target, handling.partner, kind.rawValue, number])
    json.removeAll()
    program.write(0, of: document, into: &json, indices: &indices)
    guard json.byteCount <= handling.limits.body else { return nil }
    let call = PlannedCall(
      kind == .orders ? .createOrder : .createReturn, path: kind == .orders ? "/orders" : "/returns", body: json.bytes,
      indices: indices.values,
      idempotencyKey: keys.string(number + "\u{1F}" + fingerprint.hex))
    return DocumentPlan(
      key: handling.key(kind: kind, number: number), fingerprint: fingerprint, call: call, lines: LineNotes(of: document).bytes,
      sourceLine: document.entries[0].line)
  }
}
