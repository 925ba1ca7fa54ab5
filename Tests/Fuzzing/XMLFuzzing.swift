import Documents
import Formats
import Translation

/// The event reader, the copier, and canonical XML.
enum XMLFuzzing {
  static func read(_ file: FuzzedFile) {
    let whole = events(file.bytes, XMLLimits())
    let pieces = events(file.bytes, XMLLimits(chunk: Int(file.first) + 1))
    demand(
      (whole.defect == nil) == (pieces.defect == nil),
      "pieces: \(String(describing: pieces.defect)); whole: \(String(describing: whole.defect))")
    if whole.defect == nil { demand(whole.events == pieces.events, "pieces give other events than the whole") }
    let tight = XMLLimits(maxDepth: 4, maxText: 40, maxAttributes: 3, maxName: 12, maxNames: 12, maxTag: 80, maxMarkup: 60, chunk: 7)
    _ = events(file.bytes, tight)
    if whole.defect == nil { copy(file.bytes, level: Int(file.second & 3)) }
    Conversions.convert(file.bytes, named: file.second & 4 == 0 ? "orders.xml" : "availability.xml", Conversions.canonical)
  }

  static func events(_ bytes: [UInt8], _ limits: XMLLimits) -> (events: [String], defect: XMLDefect?) {
    let reader = XMLReader(source: ByteSource(bytes: bytes), limits: limits)
    var events: [String] = []
    var depth = 0
    while (try? reader.next()) == true {
      let event = reader.event
      var text =
        "\(event.kind) \(event.line):\(event.column) \(reader.names.text(event.name)) \(reader.names.text(event.namespace)) \(reader.text)"
      for index in 0..<reader.attributeCount {
        text += " \(reader.names.text(reader.attribute(index).name))="
        text += reader.withAttribute(index) { String(decoding: $0, as: UTF8.self) }
      }
      depth += event.kind == .start ? 1 : event.kind == .end ? -1 : 0
      demand(depth >= 0, "more ends than starts")
      events.append(text)
    }
    demand(reader.defect != nil || depth == 0, "a good document leaves \(depth) elements open")
    return (events, reader.defect)
  }

  /// A good document without some of its elements is good.
  private static func copy(_ bytes: [UInt8], level: Int) {
    let copier = XMLCopier(source: ByteSource(bytes: bytes), level: level) { $0 % 2 == 0 }
    var copy: [UInt8] = []
    while (try? copier.next()) == true { copy += copier.take() }
    copy += copier.take()
    if level == 0 || copier.defect != nil { return }
    let defect = events(copy, XMLLimits()).defect
    demand(defect == nil, "the copy has a defect: \(String(describing: defect))")
  }
}
