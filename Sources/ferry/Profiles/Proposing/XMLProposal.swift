import Documents
import Formats
import Translation

/// A first profile for a sample file of XML: over a built-in one whose root the sample has.
enum XMLProposal {
  /// Whether a file begins as XML does.
  static func isXML(_ bytes: [UInt8]) -> Bool {
    bytes.first { $0 != 0 && $0 > 0x20 && ![0xEF, 0xBB, 0xBF, 0xFE, 0xFF].contains($0) } == UInt8(ascii: "<")
  }

  /// - Throws: what is wrong with the sample; a root that no built-in profile has.
  static func text(name: String, file: String, source: ByteSource) throws -> String {
    let reader = XMLReader(source: source)
    guard try reader.next() else {
      throw CommandError(.refused, "\(file) has no root element; expected XML, or CSV that does not begin with <")
    }
    let root = reader.names.text(reader.event.name)
    let namespace = reader.names.text(reader.event.namespace)
    let known = profiles()
    guard
      let found = known.first(where: { $0.root == root && $0.namespace == namespace })
        ?? known.first(where: { $0.root == root && $0.isLocal })
    else {
      let roots = known.map { "<\($0.root)>" }.joined(separator: ", ")
      let within = namespace.isEmpty ? "without a namespace" : "in the namespace \"\(Finding.shortened(namespace))\""
      throw CommandError(
        .refused,
        "no built-in profile has the root element <\(Finding.shortened(root))> \(within)\(roots.isEmpty ? "" : ", only \(roots)"); write a profile "
          + "with format: xml, as docs/profiles.md shows")
    }
    var lines = [
      "# \(PlainText.line(name)): a first profile, made from \(PlainText.line(file)). What has a # behind it is a proposal: look at it, then try",
      "#   ferry convert --partner NAME FILE", "extends: \(found.name)",
    ]
    if let pattern = ProfileProposal.pattern(of: file) {
      lines.append("files: [\(ProposedField.quoted(pattern))] # proposal: by the sample's name")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Known {
    let name: String
    let root: String
    let namespace: String
    let isLocal: Bool
  }

  private static func profiles() -> [Known] {
    BuiltinProfiles.all.flatMap { name, text, _ -> [Known] in
      let notes = SettingsNotes(file: name, environment: [:])
      guard let draft = ProfileShelf.builtin(name, text, notes), draft.format == .xml,
        let shape = try? XMLTreeShape(draft.xml.document, namespaces: draft.xml.namespaces, ignoresNamespaces: draft.xml.ignoresNamespaces)
      else { return [] }
      return shape.names[0].map { Known(name: name, root: $0.name, namespace: $0.namespace, isLocal: shape.ignoresNamespaces) }
    }
  }
}
