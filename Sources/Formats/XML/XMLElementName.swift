/// An element's name in an expression, apart from any file. A namespace that is empty is none.
package struct XMLElementName: Sendable, Hashable {
  package let name: String
  package let namespace: String

  package init(_ name: String, namespace: String) {
    self.name = name
    self.namespace = namespace
  }

  /// `cbc:ID`, as expressions write it.
  package init(_ text: some StringProtocol, namespaces: [String: String]) {
    let parts = text.split(separator: ":")
    self.init(String(parts.last ?? ""), namespace: parts.count > 1 ? namespaces[String(parts[0])] ?? "" : "")
  }
}
