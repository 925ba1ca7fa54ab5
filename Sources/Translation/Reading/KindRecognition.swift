package import Documents
package import Formats

/// Which kind a file is: the partner's profile for it says so; else its name (CSV), or its root element (XML), and a name that contradicts
/// the root is a finding.
package enum KindRecognition: Sendable, Hashable {
  case kind(Kind)
  /// `kind` where one of two contradicting ones is known; for the answer's columns.
  case refused(Finding)

  /// Reads an XML file up to its root element, a CSV file not at all.
  /// - Throws: what the operating system says of the file.
  package static func of(
    file name: String, handling: Handling, source: () throws(FormatError) -> ByteSource
  ) throws(FormatError) -> KindRecognition {
    if let finding = handling.finding(ofNumberIn: name) { return .refused(finding) }
    if let profile = handling.profile(ofFile: name) { return .kind(profile.kind) }
    let format = DocumentReader.format(ofFile: name)
    let named = Kind.named(byFile: name)
    let names = Kind.allCases.map(\.rawValue).joined(separator: ", ")
    guard format == .xml else {
      if let named { return .kind(named) }
      return .refused(
        Finding(
          .unknownKind, file: name, expected: names,
          "the name tells no kind; expected a name that begins with one of \(names), for example orders-17.csv: rename it and drop it again"
        ))
    }
    let reader = XMLReader(source: try source())
    guard try reader.next() else {
      if let named { return .kind(named) }
      let finding = reader.defect.map { XMLDocuments.finding(of: $0, file: name) }
      return .refused(finding ?? Finding(.unknownKind, file: name, "the file has no root element; expected one of \(names)"))
    }
    let root = reader.names.text(reader.event.name)
    let kind = Kind.allCases.first { $0.layout.rootElement == root }
    guard let kind, reader.names.text(reader.event.namespace) == XMLDocuments.namespace else {
      return .refused(
        Finding(
          .wrongRoot, file: name, line: reader.event.line, value: root, expected: names,
          "the root element is <\(Finding.shortened(root))>\(namespaceNote(reader)); expected one of \(Kind.allCases.map { "<\($0.layout.rootElement)>" }.joined(separator: ", ")) in the namespace \"\(XMLDocuments.namespace)\""
        ))
    }
    if let named, named != kind {
      return .refused(
        Finding(
          .wrongRoot, file: name, line: reader.event.line, value: root, expected: "<\(named.layout.rootElement)>",
          "the name says \(named.rawValue), the root element <\(root)> says \(kind.rawValue): rename the file or correct the root element"))
    }
    return .kind(kind)
  }

  private static func namespaceNote(_ reader: XMLReader) -> String {
    let namespace = reader.names.text(reader.event.namespace)
    return namespace.isEmpty ? " without a namespace" : " in the namespace \"\(Finding.shortened(namespace))\""
  }
}
