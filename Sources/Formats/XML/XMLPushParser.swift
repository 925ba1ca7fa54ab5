import CLibXML2

/// libxml2's push parser, which turns a chunk of bytes into a queue of events.
///
/// Lives at a fixed address, since libxml2's callbacks get hold of it by that address while ``parse(_:_:isLast:)`` runs.
struct XMLPushParser: ~Copyable {
  let names: XMLNames
  let limits: XMLLimits
  private(set) var events = XMLArena<XMLEvent>(capacity: 1024)
  private(set) var attributes = XMLArena<XMLAttribute>(capacity: 64)
  private var arena = XMLArena<UInt8>(capacity: 64 << 10)
  private var open = XMLArena<OpenElement>(capacity: 64)
  private var cache = XMLNameCache()
  private var text = PendingText()
  private var sawRoot = false
  private var firstByte: UInt8?
  private var recognisedEncoding = "UTF-8"
  /// Known once there are no more bytes.
  private var fileEnd: XMLPlace?
  private(set) var defect: XMLDefect? { didSet { isStopped = true } }
  /// Whether there is a defect; the callbacks ask often, and the defect is large.
  private var isStopped = false
  /// How many of the events have been handed out.
  private var cursor = 0
  private(set) var hasBegun = false
  private var sawEnd = false
  private(set) var context: xmlParserCtxtPtr?

  private struct OpenElement: BitwiseCopyable {
    var name: XMLName
    var namespace: XMLName
    var line: Int
  }

  /// Text that has begun and may go on. Begins at `first` in the arena and reaches to its end.
  private struct PendingText {
    var first = 0
    var place = XMLPlace()
    var followsStart = false
  }

  init(names: XMLNames, limits: XMLLimits) {
    self.names = names
    self.limits = limits
  }

  deinit {
    guard let context else { return }
    xmlFreeDoc(context.pointee.myDoc)
    context.pointee.myDoc = nil
    xmlFreeParserCtxt(context)
  }

  static func open(_ parser: UnsafeMutablePointer<XMLPushParser>) {
    XMLCallbacks.hardenProcess
    var handler = XMLCallbacks.handler()
    parser.pointee.context = xmlCreatePushParserCtxt(&handler, parser, nil, 0, nil)
    xmlCtxtUseOptions(parser.pointee.context, Int32(XML_PARSE_NONET.rawValue))
  }

  /// Replaces the events by those of the next bytes.
  static func parse(_ parser: UnsafeMutablePointer<XMLPushParser>, _ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    guard let context = parser.pointee.context else { return parser.pointee.outOfMemory() }
    parser.pointee.forgetEvents()
    parser.pointee.sawEnd = isLast
    if parser.pointee.firstByte == nil { parser.pointee.look(at: bytes) }
    XMLCallbacks.withQuietThread(parser) {
      if bytes.count > 0 { xmlParseChunk(context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 0) }
      if parser.pointee.defect == nil { parser.pointee.boundRest() }
      if isLast, parser.pointee.defect == nil {
        parser.pointee.fileEnd = XMLPlace(behindRestOf: context)
        xmlParseChunk(context, nil, 0, 1)
        parser.pointee.finish()
      }
    }
  }

  /// The event that ``advance()`` went to.
  var event: XMLEvent {
    cursor > 0 ? events[cursor &- 1] : XMLEvent(kind: .end, name: .none, namespace: .none, line: 1, column: 1, first: 0, count: 0)
  }

  /// `false` if there are no more events.
  @inline(__always)
  mutating func advance() -> Bool {
    if cursor == events.count { return false }
    cursor &+= 1
    return true
  }

  /// No event will follow those that are there.
  var isFinished: Bool { sawEnd || isStopped }

  var isDrained: Bool { cursor == events.count }

  func bytes(_ first: Int32, _ count: Int32) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: arena.start + Int(first), count: Int(count))
  }

  var encoding: String {
    if let declared = context?.pointee.encoding ?? context?.pointee.input?.pointee.encoding { return String(cString: declared) }
    return recognisedEncoding
  }

  // MARK: What libxml2 tells

  mutating func startDocument() {
    guard !XMLEncoding.isRead(encoding) else { return }
    stop(.unsupportedEncoding, "the encoding \"\(encoding)\" is not read", expected: XMLEncoding.expected)
  }

  @inline(__always)
  mutating func start(
    _ name: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?, _ number: Int, _ defaulted: Int,
    _ values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  ) {
    guard !isStopped else { return }
    let place = XMLPlace(ofTagIn: context)
    closeText(atStart: true)
    guard let name else { return outOfMemory() }
    guard let name = intern(name), let namespace = intern(uri) else { return }
    sawRoot = true
    if open.count >= limits.maxDepth {
      return stop(
        .tooDeep, "more than \(limits.maxDepth) elements stand within each other", expected: "at most \(limits.maxDepth)", at: place)
    }
    // libxml2 searches all namespaces in scope for each element.
    if number &+ Int(context?.pointee.nsNr ?? 0) / 2 > limits.maxAttributes { return tooManyAttributes(at: place) }
    let first = attributes.count
    if number > 0, let values, !keepAttributes(values, number, defaulted, at: place) { return }
    open.append(OpenElement(name: name, namespace: namespace, line: place.line))
    events.append(
      XMLEvent(
        kind: .start, name: name, namespace: namespace, line: place.line, column: place.column, first: Int32(truncatingIfNeeded: first),
        count: Int32(truncatingIfNeeded: number)))
    beginText(followsStart: true)
  }

  @inline(__always)
  mutating func end() {
    guard !isStopped, open.count > 0 else { return }
    let place = XMLPlace(ofTagIn: context)
    closeText(atStart: false)
    let element = open[open.count &- 1]
    open.removeLast(to: open.count &- 1)
    events.append(
      XMLEvent(kind: .end, name: element.name, namespace: element.namespace, line: place.line, column: place.column, first: 0, count: 0))
    beginText(followsStart: false)
  }

  @inline(__always)
  mutating func characters(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard !isStopped else { return }
    if arena.count &- text.first &+ count > limits.maxText {
      return stop(
        .textTooLong, "the text is longer than \(limits.maxText) bytes", expected: "at most \(limits.maxText) bytes",
        at: text.place)
    }
    arena.append(bytes, count)
  }

  mutating func entityDefinition(_ name: String) {
    stop(.entityDefinition, "the document type defines the entity \"\(name)\"", expected: "a file without entity definitions")
  }

  mutating func entityReference(_ name: String) {
    stop(
      .entityReference, "the entity \"\(name)\" is not one of XML's own",
      expected: "&amp;, &lt;, &gt;, &quot;, &apos;, a number such as &#233;, or the character itself")
  }

  mutating func report(_ error: xmlError) {
    guard defect == nil else { return }
    if !XMLEncoding.isRead(encoding) { return startDocument() }
    let found = XMLErrors.defect(for: error, context: context, encoding: encoding, place: XMLPlace(in: context))
    defect = fileEnd != nil ? incomplete(found) : found
  }

  // MARK: Text

  @inline(__always)
  private mutating func beginText(followsStart: Bool) {
    // A start is reported in front of its ">", an end behind it.
    var place = XMLPlace(in: context)
    if followsStart { place.column &+= 1 }
    text = PendingText(first: arena.count, place: place, followsStart: followsStart)
  }

  @inline(__always)
  private mutating func closeText(atStart: Bool) {
    let count = arena.count &- text.first
    if count == 0 || open.count == 0 { return arena.removeLast(to: text.first) }
    if (atStart || !text.followsStart) && isBlank(count) { return arena.removeLast(to: text.first) }
    let element = open[open.count &- 1]
    events.append(
      XMLEvent(
        kind: .text, name: element.name, namespace: element.namespace, line: text.place.line, column: text.place.column,
        first: Int32(truncatingIfNeeded: text.first), count: Int32(truncatingIfNeeded: count)))
  }

  @inline(__always)
  private func isBlank(_ count: Int) -> Bool {
    var at = text.first
    let end = at &+ count
    while at < end {
      let byte = arena.start[at]
      if byte > 0x20 { return false }
      at &+= 1
    }
    return true
  }

  private mutating func forgetEvents() {
    cursor = 0
    events.removeLast(to: 0)
    attributes.removeLast(to: 0)
    arena.keep(from: min(text.first, arena.count))
    text.first = 0
  }

  // MARK: Names and attributes

  @inline(__always)
  private mutating func intern(_ string: UnsafePointer<UInt8>?) -> XMLName? {
    guard let string else { return XMLName.none }
    if let known = cache.find(UInt(bitPattern: string)) { return known }
    return add(string)
  }

  @inline(never)
  private mutating func add(_ string: UnsafePointer<UInt8>) -> XMLName? {
    let text = String(cString: string)
    if text.utf8.count > limits.maxName {
      stop(.nameTooLong, "a name is longer than \(limits.maxName) bytes", expected: "at most \(limits.maxName) bytes")
      return nil
    }
    if cache.count >= limits.maxNames {
      stop(.tooManyNames, "the file has more than \(limits.maxNames) different names", expected: "at most \(limits.maxNames)")
      return nil
    }
    let name = names.name(text)
    cache.insert(UInt(bitPattern: string), name)
    return name
  }

  private mutating func keepAttributes(
    _ values: UnsafeMutablePointer<UnsafePointer<UInt8>?>, _ number: Int, _ defaulted: Int, at place: XMLPlace
  ) -> Bool {
    if defaulted > 0 {
      stop(
        .attributeDefault, "the document type gives a default for an attribute", expected: "the attribute on the element itself", at: place)
      return false
    }
    for index in 0..<number {
      // libxml2's five: local name, prefix, namespace, begin and end of the value.
      let five = values + index * 5
      guard let name = intern(five[0]), let namespace = intern(five[2]), let begin = five[3], let end = five[4] else { return false }
      let first = arena.count
      arena.append(begin, end - begin)
      restoreAmpersands(from: first)
      attributes.append(
        XMLAttribute(
          name: name, namespace: namespace, first: Int32(truncatingIfNeeded: first), count: Int32(truncatingIfNeeded: arena.count - first)))
    }
    return true
  }

  /// libxml2 hands an ampersand in an attribute over as `&#38;`, for a tree builder that would read the value once more.
  private mutating func restoreAmpersands(from first: Int) {
    let bytes = arena.start
    let count = arena.count
    var from = first
    while from < count, bytes[from] != UInt8(ascii: "&") { from += 1 }
    var to = from
    while from < count {
      bytes[to] = bytes[from]
      to += 1
      from += bytes[from] == UInt8(ascii: "&") ? 5 : 1
    }
    arena.removeLast(to: to)
  }

  // MARK: Defects

  private mutating func stop(_ code: XMLDefect.Code, _ message: String, expected: String, at place: XMLPlace? = nil) {
    guard defect == nil else { return }
    let place = place ?? XMLPlace(in: context)
    defect = XMLDefect(code: code, line: place.line, column: place.column, message: message, expected: expected)
  }

  mutating func outOfMemory() {
    stop(.notWellFormed, "there is no memory for the XML parser", expected: "less to keep")
  }

  /// What libxml2 keeps until a tag, comment or document type is complete must not grow without end.
  private mutating func boundRest() {
    guard let input = context?.pointee.input, let from = input.pointee.cur, let to = input.pointee.end else { return }
    let rest = to - from
    guard rest > min(limits.maxTag, limits.maxMarkup) else { return }
    let isTag = from[0] == UInt8(ascii: "<") && from[1] != UInt8(ascii: "!") && from[1] != UInt8(ascii: "?")
    if isTag, rest > limits.maxTag {
      stop(.tagTooLong, "the tag is longer than \(limits.maxTag) bytes", expected: "at most \(limits.maxTag) bytes")
    } else if rest > limits.maxMarkup, context?.pointee.instate == XML_PARSER_CDATA_SECTION {
      // libxml2 keeps a section until its end.
      stop(
        .textTooLong, "the text is longer than \(limits.maxText) bytes", expected: "at most \(limits.maxText) bytes",
        at: text.place)
    } else if rest > limits.maxMarkup {
      stop(
        .markupTooLong, "a comment, instruction or document type is longer than \(limits.maxMarkup) bytes",
        expected: "at most \(limits.maxMarkup) bytes")
    }
  }

  private mutating func tooManyAttributes(at place: XMLPlace) {
    stop(
      .tooManyAttributes, "the element has more than \(limits.maxAttributes) attributes and namespaces",
      expected: "at most \(limits.maxAttributes)", at: place)
  }

  private mutating func finish() {
    if defect == nil, !sawRoot || open.count > 0 { defect = incomplete(nil) }
  }

  /// The file has ended and the document has not, or libxml2 found an error only then.
  private func incomplete(_ found: XMLDefect?) -> XMLDefect {
    if let found, found.code == .invalidByte || found.code == .unsupportedEncoding || sawRoot && open.count == 0 { return found }
    let place = fileEnd ?? XMLPlace(in: context)
    if open.count > 0 {
      let element = open[open.count - 1]
      return XMLDefect(
        code: .incomplete, line: place.line, column: place.column,
        message: "the file ends inside <\(names.text(element.name))> (line \(element.line)); it looks incomplete",
        expected: "</\(names.text(element.name))>")
    }
    return XMLErrors.noElement(firstByte: firstByte, place: place)
  }

  /// The encoding by its byte order mark, and the first byte that is neither mark nor blank.
  private mutating func look(at bytes: UnsafeRawBufferPointer) {
    if !hasBegun { recognisedEncoding = XMLEncoding.recognised(bytes) }
    hasBegun = true
    firstByte = bytes.first { $0 > 0x20 && ![0xEF, 0xBB, 0xBF, 0xFE, 0xFF].contains($0) }
  }
}
