import CLibXML2

/// Where the documents stand in a file: a path from the root, which libxml2 matches. Not for several threads.
package final class XMLTreeShape {
  let namespaces: [String: String]
  package let ignoresNamespaces: Bool
  /// How many elements stand above a document.
  package let level: Int
  /// The elements that the root may be; `*` any.
  package let rootNames: [(name: String, namespace: String)]
  private let documents: xmlPatternPtr
  private let roots: xmlPatternPtr

  /// `documents`: `/Order`, `/ORDERS05/IDOC`; several with `|` between them are equally deep. `ignoresNamespaces`: all names are local.
  package init(_ documents: String, namespaces: [String: String] = [:], ignoresNamespaces: Bool = false) throws(XPathDefect) {
    self.namespaces = namespaces
    self.ignoresNamespaces = ignoresNamespaces
    let paths = documents.split(separator: "|", omittingEmptySubsequences: false).map { path in
      path.filter { !$0.isWhitespace }.split(separator: "/", omittingEmptySubsequences: false)
    }
    let isPath = paths.allSatisfy { $0.count == paths[0].count && $0.count > 1 && $0[0].isEmpty && !$0.dropFirst().contains("") }
    let characters = documents.allSatisfy { $0.isLetter || $0.isNumber || "_-.:/|* \t\n".contains($0) }
    guard isPath, characters else {
      throw XPathDefect(documents, "a document is found by a path of names from the root, as /Order or /ORDERS05/IDOC")
    }
    // XPath's own compiler knows what is wrong, and where.
    _ = try XPathExpression(documents, namespaces: namespaces)
    level = paths[0].count - 2
    rootNames = paths.map { path in
      let parts = path[1].split(separator: ":")
      return (String(parts.last ?? ""), parts.count > 1 ? namespaces[String(parts[0])] ?? "" : "")
    }
    guard let pattern = Self.compile(documents, namespaces),
      let root = Self.compile(paths.map { "/\($0[1])" }.joined(separator: "|"), namespaces)
    else { throw XPathDefect(documents, "a document is found by a path of names from the root, as /Order or /ORDERS05/IDOC") }
    self.documents = pattern
    roots = root
  }

  deinit {
    xmlFreePattern(documents)
    xmlFreePattern(roots)
  }

  func isDocument(_ node: xmlNodePtr) -> Bool { xmlPatternMatch(documents, node) == 1 }

  func isRoot(_ node: xmlNodePtr) -> Bool { xmlPatternMatch(roots, node) == 1 }

  private static func compile(_ path: String, _ namespaces: [String: String]) -> xmlPatternPtr? {
    // libxml2 wants pairs of URI and prefix, and two nulls behind them.
    let texts = namespaces.flatMap { [$0.value, $0.key] }.map { Array($0.utf8) + [0] }
    let copies = texts.map { text -> UnsafeMutablePointer<UInt8> in
      let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count)
      copy.initialize(from: text, count: text.count)
      return copy
    }
    defer { copies.forEach { $0.deallocate() } }
    var pairs: [UnsafePointer<UInt8>?] = copies.map { UnsafePointer($0) } + [nil, nil]
    return xmlPatterncompile(path, nil, 0, &pairs)
  }
}
