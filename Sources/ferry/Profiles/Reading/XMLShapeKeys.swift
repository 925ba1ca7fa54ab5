import Translation

/// `xml`: where documents and their lines are.
struct XMLShapeKeys {
  let section: SettingsSection

  func read(into shape: inout XMLShape, isXML: Bool) {
    if let document = section.value(
      "document", expected: "the path of the documents from the root, for example /Order or /ORDERS05/IDOC",
      { $0.hasPrefix("/") && $0.utf8.count > 1 ? $0 : nil })
    {
      shape.document = document
    }
    if isXML, shape.document.isEmpty, section.notes.places[section.name("document")] == nil {
      section.isMissing("document", expected: "the path of the documents from the root, for example /Order or /ORDERS05/IDOC")
    }
    if let line = section.text("line") { shape.line = line }
    let namespaces = section.section("namespaces", as: .map([]))
    shape.namespaces.merge(namespaces.scalars().map { ($0.name, $0.value.text) }) { $1 }
    if let flag = section.boolean("ignore_namespaces") { shape.ignoresNamespaces = flag }
    if let conditions = section.items("only_if") { shape.conditions = conditions.compactMap(condition) }
    if let unknown = section.choice("unknown_elements", XMLShape.UnknownElements.allCases) { shape.unknownElements = unknown }
    section.finish()
  }

  private func condition(_ section: SettingsSection) -> XMLShape.Condition? {
    let test = section.text("test")
    if section.notes.places[section.name("test")] == nil {
      section.isMissing("test", expected: "an XPath from the document's element, for example EDI_DC40/MESTYP = 'ORDERS'")
    }
    let otherwise = section.text("otherwise")
    section.finish()
    return test.map { XMLShape.Condition(test: $0, otherwise: otherwise) }
  }
}
