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

  package init(source: ByteSource, name: String, profile: Profile, shape: XMLShape, handling: Handling, trace: ValueTrace? = nil) {
    self.name = name
    self.profile = profile
    assembly = PathAssembly(profile: profile, handling: handling, name: name, trace: trace)
    do throws(XPathDefect) {
      let tree = try XMLTreeShape(shape.document, namespaces: shape.namespaces, ignoresNamespaces: shape.ignoresNamespaces)
      let reader = XMLTreeReader(source: source, shape: tree, limits: XMLTreeLimits(bytes: handling.limits.body))
      assembly.rules = try PathRules(profile, shape, reader: reader)
      (self.shape, self.reader, level) = (tree, reader, tree.level)
    } catch {
      (self.shape, reader, level) = (nil, nil, 0)
      fileFindings = [
        Finding(.unreadable, file: name, "the profile \(profile.name) cannot be used: \(error): correct it, then drop the file again")
      ]
    }
  }

  package func next() throws(FormatError) -> Bool {
    guard let reader, fileFindings.isEmpty else { return false }
    if try reader.next() {
      assembly.read(reader, ordinal: ordinal)
      ordinal += 1
      return true
    }
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
    let expected = (shape?.rootNames ?? []).map { "<\($0.name)>" + (isLocal ? "" : Self.within($0.namespace)) }.joined(separator: " or ")
    return Finding(
      .wrongRoot, file: name, line: root.line, column: root.column > 0 ? root.column : nil, value: root.name, expected: expected,
      "the root element is <\(found)>\(isLocal ? "" : Self.within(root.namespace)); expected \(expected) (profile \(profile.name))")
  }

  private static func within(_ namespace: String) -> String {
    namespace.isEmpty ? " without a namespace" : " in the namespace \"\(Finding.shortened(namespace))\""
  }
}
