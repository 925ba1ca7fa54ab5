package import Documents
package import Formats

/// XML of a partner as documents, mapped by a profile: each element that the profile calls a document is one.
package final class ProfiledXML: DocumentReading {
  package var document: Document { assembly.document }
  package var findings: [Finding] { assembly.mistakes.findings }
  package private(set) var fileFindings: [Finding] = []
  package var linesNotKept: Int { assembly.linesNotKept }

  /// How many elements stand above a document; and the place of the current one among the elements at its level, from 0. For ``XMLCopier``.
  package let level: Int
  package var place: Int { reader?.place ?? 0 }

  private let name: String
  private let profile: Profile
  private let shape: XMLTreeShape?
  /// nil: the profile cannot be used.
  private let reader: XMLTreeReader?
  private var assembly: PathAssembly
  private var ordinal = 0
  private var isOver = false
  private let refusesStrangers: Bool
  private var strangers = 0
  private let limit: Int

  package init(source: ByteSource, name: String, profile: Profile, shape: XMLShape, handling: Handling, trace: ValueTrace? = nil) {
    self.name = name
    self.profile = profile
    limit = handling.limits.documentFindings
    refusesStrangers = shape.unknownElements != .ignore
    assembly = PathAssembly(profile: profile, handling: handling, name: name, trace: trace)
    do throws(XPathDefect) {
      let tree = try XMLTreeShape(shape.document, namespaces: shape.namespaces, ignoresNamespaces: shape.ignoresNamespaces)
      let reader = XMLTreeReader(
        source: source, shape: tree, limits: XMLTreeLimits(bytes: handling.limits.body, strangers: handling.limits.documentFindings))
      reader.known = PathRules.used(by: profile, shape, documents: tree.names[tree.level])
      assembly.rules = try PathRules(profile, shape, reader: reader)
      (self.shape, self.reader, level) = (tree, reader, tree.level)
    } catch {
      (self.shape, reader, level) = (nil, nil, 0)
      isOver = true
      fileFindings = [
        Finding(.unreadable, file: name, "the profile \(profile.name) cannot be used: \(error): correct it, then drop the file again")
      ]
    }
  }

  package func next() throws(FormatError) -> Bool {
    guard let reader, !isOver else { return false }
    let isDocument = try reader.next()
    if refusesStrangers { tell(reader.takeStrangers()) }
    if isDocument {
      assembly.read(reader, ordinal: ordinal)
      ordinal += 1
      return true
    }
    isOver = true
    if let defect = reader.defect {
      fileFindings.append(XMLDocuments.finding(of: defect, file: name))
    } else if reader.isStrange {
      fileFindings.append(strangeRoot(reader))
    }
    return false
  }

  private func strangeRoot(_ reader: XMLTreeReader) -> Finding {
    let root = reader.root ?? ("", "", 1, 1)
    let found = Finding.shortened(root.name)
    let isLocal = shape?.ignoresNamespaces ?? false
    let expected = expected(at: 0)
    return Finding(
      .wrongRoot, file: name, line: root.line, column: root.column > 0 ? root.column : nil, value: root.name, expected: expected,
      "the root element is <\(found)>\(isLocal ? "" : Self.within(root.namespace)); expected \(expected) (profile \(profile.name))")
  }

  /// What stands beside the documents, is none, and is not looked at: it may be a document that is misspelt.
  private func tell(_ found: [XMLStranger]) {
    let isLocal = shape?.ignoresNamespaces ?? false
    for stranger in found {
      strangers += 1
      let name = Finding.shortened(stranger.element.name)
      let expected = expected(at: stranger.depth)
      fileFindings.append(
        Finding(
          .unknownField, file: self.name, line: stranger.line, column: stranger.column > 0 ? stranger.column : nil,
          value: stranger.element.name, expected: expected,
          "the element <\(name)>\(isLocal ? "" : Self.within(stranger.element.namespace)) is not used by the profile; expected \(expected): correct it, or set xml.unknown_elements: ignore (profile \(profile.name))"
        ))
    }
    guard !found.isEmpty, strangers == limit else { return }
    fileFindings.append(
      Finding(
        .limit, file: name,
        "the file has \(limit) elements or more that the profile does not use; the rest is not listed: correct these first"))
  }

  private func expected(at depth: Int) -> String {
    guard let shape else { return "" }
    return shape.names[min(depth, shape.level)].map { "<\($0.name)>" + (shape.ignoresNamespaces ? "" : Self.within($0.namespace)) }
      .joined(separator: " or ")
  }

  static func within(_ namespace: String) -> String {
    namespace.isEmpty ? " without a namespace" : " in the namespace \"\(Finding.shortened(namespace))\""
  }
}
