import CLibXML2

/// Where the documents stand in a file: a path from the root, which libxml2 matches. Not for several threads.
package final class XMLTreeShape {
  let namespaces: [String: String]
  package let ignoresNamespaces: Bool
  /// How many elements stand above a document.
  package let level: Int
  /// By level from the root to the documents: the elements that may stand there; `*` any.
  package let names: [[XMLElementName]]
  /// The same as libxml2 matches it.
  private let patterns: [xmlPatternPtr]

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
    names = (1...level + 1).map { depth in
      paths.map { XMLElementName($0[depth], namespaces: namespaces) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    let prefixes = (1...level + 1).map { depth in paths.map { $0[...depth].joined(separator: "/") }.joined(separator: "|") }
    patterns = prefixes.compactMap { Self.compile($0, namespaces) }
    guard patterns.count == prefixes.count else {
      patterns.forEach(xmlFreePattern)
      throw XPathDefect(documents, "a document is found by a path of names from the root, as /Order or /ORDERS05/IDOC")
    }
  }

  deinit { patterns.forEach(xmlFreePattern) }

  func isDocument(_ node: xmlNodePtr) -> Bool { isExpected(node, at: level) }

  /// Whether it is a document, or documents may stand in it. `depth`: how many elements stand above it, at most ``level``.
  func isExpected(_ node: xmlNodePtr, at depth: Int) -> Bool { xmlPatternMatch(patterns[depth], node) == 1 }

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
