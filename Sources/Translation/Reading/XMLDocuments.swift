package import Documents
package import Formats

/// Canonical XML as documents: each child of the root element is one.
package final class XMLDocuments: DocumentReading {
  package static let namespace = "urn:ferry:1"

  package var document: Document { assembly.pointee.document }
  package var findings: [Finding] { assembly.pointee.mistakes.findings }
  package private(set) var fileFindings: [Finding] = []
  package var linesNotKept: Int { assembly.pointee.linesNotKept }

  private let name: String
  private let layout: Layout
  private let reader: XMLReader
  private let ferry: XMLName
  private let documentName: XMLName
  // Behind a pointer, since every use of a class's own storage would be checked for exclusive access.
  private let assembly: UnsafeMutablePointer<XMLAssembly>
  private var ordinal = 0
  private var hasRoot = false

  package init(source: ByteSource, name: String, layout: Layout, handling: Handling) {
    self.name = name
    self.layout = layout
    reader = XMLReader(source: source)
    ferry = reader.names.name(Self.namespace)
    documentName = reader.names.name(layout.documentElement)
    assembly = .allocate(capacity: 1)
    assembly.initialize(to: XMLAssembly(layout: layout, handling: handling, name: name, names: reader.names))
  }

  deinit {
    assembly.deinitialize(count: 1)
    assembly.deallocate()
  }

  package func next() throws(FormatError) -> Bool {
    if !hasRoot {
      guard try readRoot() else { return false }
      hasRoot = true
    }
    while try step() {
      switch reader.event.kind {
      case .start where reader.event.name == documentName && reader.event.namespace == ferry:
        ordinal += 1
        let isComplete = try assembly.pointee.read(reader, ordinal: ordinal - 1)
        if !isComplete { reportDefect() }
        return true
      case .start:
        let strange = strangeDocument()
        if try skip() { fileFindings.append(strange) }
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
    reportDefect()
    return false
  }

  private func reportDefect() {
    guard let defect = reader.defect else { return }
    let finding = Self.finding(of: defect, file: name)
    if fileFindings.last != finding { fileFindings.append(finding) }
  }

  private func readRoot() throws(FormatError) -> Bool {
    guard try step() else { return false }
    let found = reader.names.text(reader.event.name)
    let namespace = reader.names.text(reader.event.namespace)
    guard found == layout.rootElement, reader.event.namespace == ferry else {
      let wrong = finding(
        .wrongRoot,
        "the root element is <\(Finding.shortened(found))> in the namespace \"\(Finding.shortened(namespace))\"; expected <\(layout.rootElement)> in \"\(Self.namespace)\""
      )
      // A file that is cut in its first tag has another fault.
      if try step() { fileFindings.append(wrong) }
      return false
    }
    fileFindings += assembly.pointee.unknownAttributes(of: layout.rootElement, reader)
    return true
  }

  private func strangeDocument() -> Finding {
    let found = Finding.shortened(reader.names.text(reader.event.name))
    return finding(.unknownField, "unknown element <\(found)>; expected <\(layout.documentElement)> in the namespace \"\(Self.namespace)\"")
  }

  /// Past the element that has just started, with all that is in it. False: the file ended inside it.
  private func skip() throws(FormatError) -> Bool {
    var depth = 1
    while depth > 0 {
      guard try step() else { return false }
      depth += reader.event.kind == .start ? 1 : reader.event.kind == .end ? -1 : 0
    }
    return true
  }

  private func finding(_ code: Finding.Code, _ message: String) -> Finding {
    Finding(code, file: name, line: reader.event.line, column: reader.event.column > 0 ? reader.event.column : nil, message)
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
