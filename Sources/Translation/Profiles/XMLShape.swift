/// What a partner's XML looks like. Expressions are XPath 1.0 as libxml2 evaluates it, nothing else.
package struct XMLShape: Sendable, Hashable, Codable {
  /// Where the documents are: `/Order` where the root is the one document, `/ORDERS05/IDOC` where each such child of the root is one.
  package var document: String
  /// By prefix, for the expressions. Empty, with `ignoresNamespaces`: names are local names.
  package var namespaces: [String: String]
  /// Elements lose their namespaces before anything is looked for: for standards whose senders do not agree on them.
  package var ignoresNamespaces: Bool
  /// The lines, from the document's element; empty: the kind has none.
  package var line: String
  /// What has to be so for a document to be taken.
  package var conditions: [Condition]
  /// Elements beside the documents that are none, and that no expression uses; nil: as `refuse`.
  package var unknownElements: UnknownElements?

  package enum UnknownElements: String, Sendable, Hashable, Codable, CaseIterable { case refuse, ignore }

  package struct Condition: Sendable, Hashable, Codable {
    /// True or not empty, from the document's element: `EDI_DC40/MESTYP = 'ORDERS'`.
    package var test: String
    /// Otherwise the document is refused with this sentence; nil: it is no document of the profile's, and refused as such.
    package var otherwise: String?

    package init(test: String, otherwise: String? = nil) {
      self.test = test
      self.otherwise = otherwise
    }
  }

  package init(
    document: String, namespaces: [String: String] = [:], ignoresNamespaces: Bool = false, line: String = "", conditions: [Condition] = [],
    unknownElements: UnknownElements? = nil
  ) {
    self.document = document
    self.namespaces = namespaces
    self.ignoresNamespaces = ignoresNamespaces
    self.line = line
    self.conditions = conditions
    self.unknownElements = unknownElements
  }
}
