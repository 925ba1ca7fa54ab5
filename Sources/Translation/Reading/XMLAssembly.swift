import Documents
import Formats

/// One document being put together from XML events. A struct, so that its class is asked for access once for each document.
struct XMLAssembly {
  private static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

  private(set) var document: Document
  private(set) var mistakes: Mistakes
  private(set) var linesNotKept = 0

  /// An open element inside a document.
  private struct Frame {
    let node: Int
    /// The document's entry that its fields belong to.
    let entry: Int
    let line: Int32
    let column: Int32
    /// The children seen so far, by their place; and the last one.
    var seen: UInt64 = 0
    var last = -1
  }

  private let layout: Layout
  private let limits: Handling.Limits
  private let checker: Checker
  private let tree: ElementTree
  private let ferry: XMLName
  private let instance: XMLName
  /// Attributes of the schema instance that say where a schema is; the others change what an element means.
  private let locations: [XMLName]
  private let number: XMLName
  private var frames: [Frame] = []

  init(layout: Layout, handling: Handling, name: String, names: XMLNames) {
    self.layout = layout
    limits = handling.limits
    checker = Checker(layout: layout, handling: handling, isXML: true)
    tree = ElementTree(layout: layout, names: names, checker: checker)
    ferry = names.name(XMLDocuments.namespace)
    instance = names.name(Self.schemaInstance)
    locations = [names.name("schemaLocation"), names.name("noNamespaceSchemaLocation")]
    number = names.name("number")
    document = Document(layout: layout)
    mistakes = Mistakes(file: name, limit: handling.limits.documentFindings)
  }

  /// Reads to the end of the document whose element has just started. False: the file ended, or cannot be read on.
  mutating func read(_ reader: XMLReader, ordinal: Int) throws(FormatError) -> Bool {
    let event = reader.event
    document.begin(ordinal: ordinal, line: event.line)
    mistakes.removeAll()
    linesNotKept = 0
    readNumberAttribute(reader)
    frames.removeAll(keepingCapacity: true)
    push(node: 0, entry: 0, event)
    while !frames.isEmpty {
      guard try reader.next() else { break }
      let event = reader.event
      switch event.kind {
      case .start:
        if !open(event, reader), try !skip(reader) { break }
      case .text: takeText(reader, event)
      case .end: close()
      }
    }
    let isComplete = frames.isEmpty
    finish(isComplete: isComplete)
    return isComplete
  }

  private mutating func finish(isComplete: Bool) {
    if linesNotKept > 0 {
      mistakes.append(
        .limit, line: Int32(truncatingIfNeeded: document.entries[0].line),
        expected: "at most \(limits.documentLines) lines and \(limits.body) bytes",
        "the document has more than \(limits.documentLines) lines or \(limits.body) bytes; expected at most so many: split it")
    } else if isComplete {
      checker.check(document, into: &mistakes)
    }
    if !mistakes.isEmpty { mistakes.document = document.number }
  }

  private mutating func push(node: Int, entry: Int, _ event: XMLEvent) {
    frames.append(
      Frame(node: node, entry: entry, line: Int32(truncatingIfNeeded: event.line), column: Int32(truncatingIfNeeded: event.column)))
  }

  // MARK: elements

  /// False: an element that is to be passed over.
  private mutating func open(_ event: XMLEvent, _ reader: XMLReader) -> Bool {
    let top = frames.count - 1
    let node = frames[top].node
    guard event.namespace == ferry, let child = tree.child(of: node, named: event.name, after: frames[top].last) else {
      reportUnknownElement(in: node, reader)
      return false
    }
    let index = tree.nodes[node].children[child]
    var entry = frames[top].entry
    if case .entry(let section) = tree.nodes[index].role {
      // The next one of the list is the likeliest to follow.
      frames[top].last = child - 1
      if section == layout.lines, isFull {
        linesNotKept += 1
        return false
      }
      entry = document.append(section: section, to: entry, line: event.line)
    } else {
      frames[top].last = child
      guard frames[top].seen & (1 << UInt64(child)) == 0 else {
        let name = tree.nodes[index].name
        mistakes.append(finding(.contradiction, reader, path: name, "element <\(name)> stands twice; expected it once"))
        return false
      }
      frames[top].seen |= 1 << UInt64(child)
    }
    if reader.attributeCount > 0 { unknownAttributes(of: tree.nodes[index].name, reader).forEach { mistakes.append($0) } }
    push(node: index, entry: entry, event)
    return true
  }

  private var isFull: Bool { document.lineCount >= limits.documentLines || document.text.count > limits.body }

  private mutating func takeText(_ reader: XMLReader, _ event: XMLEvent) {
    let frame = frames[frames.count - 1]
    guard case .field(_, let slot) = tree.nodes[frame.node].role else {
      if reader.withText({ !trimmed($0).isEmpty }) {
        let name = tree.nodes[frame.node].name
        mistakes.append(finding(.malformed, reader, path: name, "text stands in <\(name)>; expected elements only"))
      }
      return
    }
    reader.withText { document.set(frame.entry, slot, to: trimmed($0), line: frame.line, column: frame.column) }
  }

  private mutating func close() {
    guard let frame = frames.popLast() else { return }
    switch tree.nodes[frame.node].role {
    case .field(_, let slot):
      if document.entries[frame.entry].present & (1 << UInt64(slot)) == 0 {
        document.set(frame.entry, slot, to: UnsafeBufferPointer(start: nil, count: 0), line: frame.line, column: frame.column)
      }
    case .entry(let section): if section == layout.lines { count(frame) }
    case .object(let requirement): if let requirement { check(requirement, frame) }
    case .list: break
    }
  }

  /// A line without a number gets its place among the lines.
  private mutating func count(_ frame: Frame) {
    guard let slot = layout.lineSlot, document.entries[frame.entry].present & (1 << UInt64(slot)) == 0 else { return }
    var place = String(document.lineCount)
    place.withUTF8 { document.set(frame.entry, slot, to: $0, line: frame.line, column: frame.column) }
  }

  /// An optional object that is there has what it requires, even if nothing in it is filled. What is half filled the checker finds.
  private mutating func check(_ requirement: ElementTree.Requirement, _ frame: Frame) {
    guard document.entries[frame.entry].filled & requirement.slots == 0 else { return }
    let name = tree.nodes[frame.node].name
    mistakes.append(
      .missing, line: frame.line, column: frame.column, documentLine: checker.lineNumber(of: frame.entry, in: document), path: name,
      "<\(name)> is there and empty; expected \(requirement.names) in it: fill them in, or leave <\(name)> out")
  }

  /// False: the file ended before the element did.
  private mutating func skip(_ reader: XMLReader) throws(FormatError) -> Bool {
    var depth = 1
    while depth > 0 {
      guard try reader.next() else { return false }
      depth += reader.event.kind == .start ? 1 : reader.event.kind == .end ? -1 : 0
    }
    return true
  }

  // MARK: attributes

  private mutating func readNumberAttribute(_ reader: XMLReader) {
    let event = reader.event
    for index in 0..<reader.attributeCount {
      let attribute = reader.attribute(index)
      if let slot = tree.numberSlot, attribute.namespace == .none, attribute.name == number {
        reader.withAttribute(index) { bytes in
          document.set(
            0, slot, to: trimmed(bytes), line: Int32(truncatingIfNeeded: event.line), column: Int32(truncatingIfNeeded: event.column))
        }
      } else if !isLocation(attribute) {
        mistakes.append(unknownAttribute(attribute, of: layout.documentElement, reader))
      }
    }
  }

  private func isLocation(_ attribute: XMLAttribute) -> Bool {
    attribute.namespace == instance && locations.contains(attribute.name)
  }

  func unknownAttributes(of element: String, _ reader: XMLReader) -> [Finding] {
    (0..<reader.attributeCount).map(reader.attribute).filter { !isLocation($0) }.map { unknownAttribute($0, of: element, reader) }
  }

  private func unknownAttribute(_ attribute: XMLAttribute, of element: String, _ reader: XMLReader) -> Finding {
    let found = Finding.shortened(reader.names.text(attribute.name))
    return finding(
      .unknownField, reader, path: "@\(found)", "unknown attribute \"\(found)\" of <\(element)>; expected none of that name: remove it")
  }

  // MARK: findings

  private mutating func reportUnknownElement(in node: Int, _ reader: XMLReader) {
    let found = Finding.shortened(reader.names.text(reader.event.name))
    let parent = tree.nodes[node].name
    let known = tree.nodes[node].children.map { tree.nodes[$0].name }
    let hint: String
    if reader.event.namespace != ferry {
      hint = "expected elements of the namespace \"\(XMLDocuments.namespace)\""
    } else if let near = Suggestion.nearest(to: found, among: known) {
      hint = "did you mean <\(near)>?"
    } else {
      hint = known.isEmpty ? "expected text only" : "expected \(known.map { "<\($0)>" }.joined(separator: ", "))"
    }
    mistakes.append(finding(.unknownField, reader, path: found, "unknown element <\(found)> in <\(parent)>; \(hint)"))
  }

  private func finding(_ code: Finding.Code, _ reader: XMLReader, path: String, _ message: String) -> Finding {
    let event = reader.event
    return Finding(code, file: mistakes.file, line: event.line, column: event.column > 0 ? event.column : nil, path: path, message)
  }
}
