package import Documents
package import Formats

/// Canonical XML as documents: each child of the root element is one.
package final class XMLDocuments: DocumentReading {
  package static let namespace = "urn:ferry:1"
  private static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

  package private(set) var document: Document
  package var findings: [Finding] { mistakes.findings }
  package private(set) var fileFindings: [Finding] = []
  package private(set) var linesNotKept = 0

  /// An open element inside a document.
  private struct Frame {
    let node: Int
    /// The document's entry that its fields belong to.
    let entry: Int
    let line: Int
    let column: Int
    /// The children seen so far, by their place; and the last one.
    var seen: UInt64 = 0
    var last = -1
  }

  private let name: String
  private let layout: Layout
  private let handling: Handling
  private let reader: XMLReader
  private let checker: Checker
  private let tree: ElementTree
  private let ferry: XMLName
  private let instance: XMLName
  private let documentName: XMLName
  private var mistakes: Mistakes
  private var frames: [Frame] = []
  private var ordinal = 0
  private var hasRoot = false

  package init(source: ByteSource, name: String, layout: Layout, handling: Handling) {
    self.name = name
    self.layout = layout
    self.handling = handling
    reader = XMLReader(source: source)
    checker = Checker(layout: layout, defaults: handling.defaults, isXML: true)
    tree = ElementTree(layout: layout, names: reader.names)
    ferry = reader.names.name(Self.namespace)
    instance = reader.names.name(Self.schemaInstance)
    documentName = reader.names.name(layout.documentElement)
    document = Document(layout: layout)
    mistakes = Mistakes(file: name, limit: handling.limits.documentFindings)
  }

  package func next() throws(FormatError) -> Bool {
    if !hasRoot {
      guard try readRoot() else { return false }
      hasRoot = true
    }
    while try step() {
      switch reader.event.kind {
      case .start:
        guard reader.event.name == documentName, reader.event.namespace == ferry else {
          reportStrangeDocument()
          try skip()
          continue
        }
        return try readDocument()
      case .text:
        fileFindings.append(finding(.malformed, "text stands between the documents; expected <\(layout.documentElement)> elements only"))
      case .end: break
      }
    }
    return false
  }

  /// The next event; the end of the file and what ended it.
  private func step() throws(FormatError) -> Bool {
    if try reader.next() { return true }
    if let defect = reader.defect, fileFindings.last?.message != defect.sentence {
      fileFindings.append(Self.finding(of: defect, file: name))
    }
    return false
  }

  private func readRoot() throws(FormatError) -> Bool {
    guard try step() else { return false }
    let found = reader.names.text(reader.event.name)
    guard found == layout.rootElement, reader.event.namespace == ferry else {
      fileFindings.append(
        finding(
          .wrongRoot,
          "the root element is <\(found)> in the namespace \"\(reader.names.text(reader.event.namespace))\"; expected <\(layout.rootElement)> in \"\(Self.namespace)\""
        ))
      return false
    }
    checkAttributes(of: layout.rootElement) { fileFindings.append($0) }
    return true
  }

  private func reportStrangeDocument() {
    let found = reader.names.text(reader.event.name)
    fileFindings.append(
      finding(.unknownField, "unknown element <\(found)>; expected <\(layout.documentElement)> in the namespace \"\(Self.namespace)\""))
  }

  // MARK: one document

  private func readDocument() throws(FormatError) -> Bool {
    document.begin(ordinal: ordinal, line: reader.event.line)
    mistakes.removeAll()
    linesNotKept = 0
    ordinal += 1
    readNumberAttribute()
    frames.removeAll(keepingCapacity: true)
    frames.append(Frame(node: 0, entry: 0, line: reader.event.line, column: reader.event.column))
    while !frames.isEmpty {
      guard try step() else { break }
      switch reader.event.kind {
      case .start: try open()
      case .text: takeText()
      case .end: close()
      }
    }
    finish()
    return true
  }

  private func finish() {
    mistakes.document = document.number
    if linesNotKept > 0 {
      mistakes.append(
        .limit, line: Int32(truncatingIfNeeded: document.entries[0].line), expected: "at most \(handling.limits.documentLines) lines",
        "the document has \(document.lineCount + linesNotKept) lines or is larger than \(handling.limits.body) bytes; expected at most \(handling.limits.documentLines) lines: split it"
      )
    } else if frames.isEmpty {
      checker.check(document, into: &mistakes)
    }
  }

  private func readNumberAttribute() {
    for index in 0..<reader.attributeCount {
      let attribute = reader.attribute(index)
      if attribute.namespace == instance { continue }
      if let slot = tree.numberSlot, attribute.namespace == .none, reader.names.text(attribute.name) == "number" {
        reader.withAttribute(index) { bytes in
          let text = withoutBlanks(bytes)
          document.set(
            0, slot, to: text, line: Int32(truncatingIfNeeded: reader.event.line), column: Int32(truncatingIfNeeded: reader.event.column))
        }
      } else {
        mistakes.append(unknownAttribute(attribute, of: layout.documentElement))
      }
    }
  }

  private func open() throws(FormatError) {
    let top = frames.count - 1
    let node = frames[top].node
    guard reader.event.namespace == ferry, let child = tree.child(of: node, named: reader.event.name, after: frames[top].last) else {
      reportUnknownElement(in: node)
      return try skip()
    }
    let index = tree.nodes[node].children[child]
    frames[top].last = child
    var entry = frames[top].entry
    if case .entry(let section) = tree.nodes[index].role {
      frames[top].last = child - 1
      if section == layout.lines, isFull {
        linesNotKept += 1
        return try skip()
      }
      entry = document.append(section: section, to: entry, line: reader.event.line)
    } else if frames[top].seen & (1 << UInt64(child)) != 0 {
      mistakes.append(
        finding(.contradiction, path: tree.nodes[index].name, "element <\(tree.nodes[index].name)> stands twice; expected it once"))
      return try skip()
    }
    frames[top].seen |= 1 << UInt64(child)
    if reader.attributeCount > 0 { checkAttributes(of: tree.nodes[index].name) { mistakes.append($0) } }
    frames.append(Frame(node: index, entry: entry, line: reader.event.line, column: reader.event.column))
  }

  private var isFull: Bool { document.lineCount > handling.limits.documentLines || document.text.count > handling.limits.body }

  private func takeText() {
    guard let frame = frames.last else { return }
    guard case .field(_, let slot) = tree.nodes[frame.node].role else {
      if reader.withText({ !withoutBlanks($0).isEmpty }) {
        let name = tree.nodes[frame.node].name
        mistakes.append(finding(.malformed, path: name, "text stands in <\(name)>; expected elements only"))
      }
      return
    }
    reader.withText { bytes in
      let text = withoutBlanks(bytes)
      document.set(
        frame.entry, slot, to: text, line: Int32(truncatingIfNeeded: frame.line), column: Int32(truncatingIfNeeded: frame.column))
    }
  }

  private func close() {
    guard let frame = frames.popLast() else { return }
    guard case .field(_, let slot) = tree.nodes[frame.node].role, !document.value(frame.entry, slot).isPresent else { return }
    document.set(
      frame.entry, slot, to: UnsafeBufferPointer(start: nil, count: 0), line: Int32(truncatingIfNeeded: frame.line),
      column: Int32(truncatingIfNeeded: frame.column))
  }

  /// Past the element that has just started, with all that is in it.
  private func skip() throws(FormatError) {
    var depth = 1
    while depth > 0, try step() {
      switch reader.event.kind {
      case .start: depth += 1
      case .end: depth -= 1
      case .text: break
      }
    }
    if depth > 0 { frames.removeAll() }
  }

  // MARK: findings

  private func reportUnknownElement(in node: Int) {
    let found = Finding.shortened(reader.names.text(reader.event.name))
    let parent = tree.nodes[node].name
    let known = tree.nodes[node].children.map { tree.nodes[$0].name }
    let hint: String
    if reader.event.namespace != ferry {
      hint = "expected elements of the namespace \"\(Self.namespace)\""
    } else if let near = Suggestion.nearest(to: found, among: known) {
      hint = "did you mean <\(near)>?"
    } else {
      hint = known.isEmpty ? "expected text only" : "expected \(known.map { "<\($0)>" }.joined(separator: ", "))"
    }
    mistakes.append(finding(.unknownField, path: found, "unknown element <\(found)> in <\(parent)>; \(hint)"))
  }

  private func checkAttributes(of element: String, report: (Finding) -> Void) {
    for index in 0..<reader.attributeCount where reader.attribute(index).namespace != instance {
      report(unknownAttribute(reader.attribute(index), of: element))
    }
  }

  private func unknownAttribute(_ attribute: XMLAttribute, of element: String) -> Finding {
    let found = Finding.shortened(reader.names.text(attribute.name))
    return finding(
      .unknownField, path: "@\(found)", "unknown attribute \"\(found)\" of <\(element)>; expected none of that name: remove it")
  }

  private func finding(_ code: Finding.Code, path: String? = nil, _ message: String) -> Finding {
    Finding(
      code, file: name, line: reader.event.line, column: reader.event.column > 0 ? reader.event.column : nil, path: path, message)
  }

  static func finding(of defect: XMLDefect, file: String) -> Finding {
    let code: Finding.Code =
      switch defect.code {
      case .empty, .incomplete: .incomplete
      case .entityDefinition, .entityReference, .attributeDefault: .unsafeXML
      case .invalidByte, .unsupportedEncoding: .encoding
      case .tooDeep, .textTooLong, .tagTooLong, .markupTooLong, .tooManyAttributes, .nameTooLong, .tooManyNames: .tooLong
      case .notWellFormed, .undefinedPrefix: .malformed
      }
    return Finding(
      code, file: file, line: defect.line, column: defect.column > 0 ? defect.column : nil, expected: defect.expected, defect.sentence)
  }
}

extension XMLDefect {
  fileprivate var sentence: String { "\(message); expected \(expected)" }
}

/// Without XML's blanks at both ends.
func withoutBlanks(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  var start = 0
  var end = bytes.count
  while start < end, bytes[start] <= 0x20 { start += 1 }
  while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
  return UnsafeBufferPointer(rebasing: bytes[start..<end])
}
