import CLibXML2

/// Reads an XML file event by event in flat memory. Not for several threads.
///
///     let reader = XMLReader(source: try ByteSource(path: "orders.xml"))
///     let order = reader.names.name("order")
///     while try reader.next() {
///       if reader.event.kind == .start, reader.event.name == order { … }
///     }
///     if let defect = reader.defect { … }
///
/// Comments and processing instructions are passed over, and so are blanks between tags, unless they are all that an
/// element holds. Text and CDATA sections side by side are one event. Nothing but the source is ever opened: a document type is
/// tolerated and not followed; an entity definition, or a reference to any entity other than the five of XML itself, is a defect.
package final class XMLReader {
  package let names: XMLNames
  /// The event that ``next()`` went to.
  package var event: XMLEvent { parser.pointee.event }

  private let source: ByteSource
  private let limits: XMLLimits
  private let parser: UnsafeMutablePointer<XMLPushParser>
  private let chunk: UnsafeMutableRawBufferPointer

  /// `names` is the table to number names with; one table may serve many readers, one after the other.
  package init(source: ByteSource, names: XMLNames = XMLNames(), limits: XMLLimits = XMLLimits()) {
    self.source = source
    self.names = names
    self.limits = limits
    chunk = .allocate(byteCount: max(4, limits.chunk), alignment: 16)
    parser = .allocate(capacity: 1)
    parser.initialize(to: XMLPushParser(names: names, limits: limits))
    XMLPushParser.open(parser)
  }

  deinit {
    parser.deinitialize(count: 1)
    parser.deallocate()
    chunk.deallocate()
  }

  /// Goes to the next event; `false` at the end of the document and at its ``defect``.
  ///
  /// Throws only what the operating system says.
  package func next() throws(FormatError) -> Bool {
    while !parser.pointee.advance() {
      if parser.pointee.isFinished { return false }
      try pump()
    }
    return true
  }

  /// What ended the reading, once ``next()`` has returned `false`; `nil` for a good document.
  package var defect: XMLDefect? { parser.pointee.isFinished && parser.pointee.isDrained ? parser.pointee.defect : nil }

  /// As declared, or as recognised from the first bytes.
  package var encoding: String { parser.pointee.encoding }

  /// The bytes of the current text, in UTF-8. The pointer may not leave `body`.
  package func withText<R, E: Error>(_ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R) throws(E) -> R {
    let event = event
    guard case .text = event.kind else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
    return try body(parser.pointee.bytes(event.first, event.count))
  }

  /// A copy of the current text.
  package var text: String { withText { String(decoding: $0, as: UTF8.self) } }

  /// Of the current start; namespace declarations are none.
  package var attributeCount: Int { event.kind == .start ? Int(event.count) : 0 }

  package func attribute(_ index: Int) -> XMLAttribute { parser.pointee.attributes[Int(event.first) + index] }

  package func withAttribute<R, E: Error>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R) throws(E) -> R {
    let attribute = attribute(index)
    return try body(parser.pointee.bytes(attribute.first, attribute.count))
  }

  /// A copy of the value of the current start's attribute, `nil` if it has none of that name.
  package func attributeText(_ name: XMLName, namespace: XMLName = .none) -> String? {
    for index in 0..<attributeCount where attribute(index).name == name && attribute(index).namespace == namespace {
      return withAttribute(index) { String(decoding: $0, as: UTF8.self) }
    }
    return nil
  }

  /// Reads the rest of the file for the sake of ``ByteSource/onBytes``.
  package func drain() throws(FormatError) { try source.drain() }

  @inline(never)
  private func pump() throws(FormatError) {
    // libxml2 recognises the encoding from the first four bytes, which it wants in one piece.
    let wanted = parser.pointee.hasBegun ? max(1, limits.chunk) : max(4, limits.chunk)
    let count = try source.fill(UnsafeMutableRawBufferPointer(rebasing: chunk[..<wanted]), decoding: false)
    XMLPushParser.parse(parser, UnsafeRawBufferPointer(rebasing: chunk[..<count]), isLast: count < wanted)
  }
}
