package import Documents

extension Field {
  /// As it stands in the canonical XML, for messages: `items/item/pricing/netPrice`.
  package var elementPath: String {
    path.split(separator: ".").map { part in
      guard part.hasSuffix("[]") else { return String(part) }
      let list = String(part.dropLast(2))
      return list + "/" + Layout.entryElement(of: list)
    }.joined(separator: "/")
  }

  /// The elements' names, outermost first.
  var elements: [String] { elementPath.split(separator: "/").map(String.init) }
}
