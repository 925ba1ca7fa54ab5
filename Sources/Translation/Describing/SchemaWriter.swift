package import Documents
import Formats

/// The XSD of a kind's canonical XML, generated from the field table. Ferry itself checks by that table alone; the schema is for senders.
package struct SchemaWriter {
  private static let schema = "http://www.w3.org/2001/XMLSchema"
  private let layout: Layout
  private let defaults: Set<String>
  private var writer = XMLWriter()

  /// `defaults`: columns that the settings supply; they need not be there.
  package init(kind: Kind, defaults: Set<String> = []) {
    layout = kind.layout
    self.defaults = defaults
  }

  package mutating func write() -> String {
    writer = XMLWriter()
    writer.start(
      "xs:schema",
      attributes: [
        ("xmlns:xs", Self.schema), ("xmlns:f", XMLDocuments.namespace), ("targetNamespace", XMLDocuments.namespace),
        ("elementFormDefault", "qualified"),
      ])
    writeTypes()
    open("element", ("name", layout.rootElement))
    open("complexType")
    open("sequence")
    open("element", ("name", layout.documentElement), ("minOccurs", "0"), ("maxOccurs", "unbounded"))
    writeObject(
      layout.fields.filter { !$0.isAttribute }.map { (layout.elements(of: $0), $0) }, depth: 0, path: "",
      attributes: layout.fields.filter(\.isAttribute))
    for _ in 0..<4 { writer.end() }
    writer.end()
    return String(decoding: writer.take(), as: UTF8.self)
  }

  private mutating func open(_ name: String, _ attributes: (name: String, value: String)...) {
    writer.start("xs:" + name, attributes: attributes)
  }

  private mutating func single(_ name: String, _ attributes: (name: String, value: String)...) {
    writer.start("xs:" + name, attributes: attributes)
    writer.end()
  }

  // MARK: simple types

  /// Blanks around a value do not count, so all types collapse them.
  private mutating func writeTypes() {
    restriction("filled", facets: [("minLength", "1")])
    restriction("empty", facets: [("maxLength", "0")])
    restriction("decimal", facets: [("pattern", "-?[0-9]+(\\.[0-9]+)?"), ("maxLength", String(ValueRules.maxDigits))])
    restriction("quantity", facets: [("pattern", "0*[1-9][0-9]*"), ("maxLength", String(ValueRules.maxQuantityDigits))])
    restriction("boolean", facets: ["true", "false", "1", "0"].map { ("enumeration", $0) })
    restriction("segment", facets: [("minLength", "1"), ("pattern", "[^.].*|\\.[^.].*|\\.\\..+")])
    restriction("date", of: "xs:date", facets: [("pattern", "[0-9]{4}-[0-9]{2}-[0-9]{2}")])
    for field in layout.fields {
      guard case .choice(let words) = field.content else { continue }
      restriction(field.column, facets: words.map { ("enumeration", $0) })
    }
    for name in Set(layout.fields.map(type).filter { $0.hasPrefix("f:optional_") }).sorted() {
      let name = String(name.dropFirst("f:optional_".count))
      open("simpleType", ("name", "optional_" + name))
      single("union", ("memberTypes", "f:\(name) f:empty"))
      writer.end()
    }
  }

  private mutating func restriction(_ name: String, of base: String = "xs:token", facets: [(name: String, value: String)]) {
    open("simpleType", ("name", name))
    open("restriction", ("base", base))
    for facet in facets { single(facet.name, ("value", facet.value)) }
    writer.end()
    writer.end()
  }

  private func typeName(_ field: Field) -> String {
    switch field.content {
    case .text, .opaque: "filled"
    case .segment: "segment"
    case .decimal: "decimal"
    case .quantity: "quantity"
    case .boolean: "boolean"
    case .date: "date"
    case .choice: field.column
    }
  }

  /// Has to be there, and not empty.
  private func isRequired(_ field: Field) -> Bool {
    layout.isRequired(field) && field.role != .lineNumber && !defaults.contains(field.column)
  }

  private func type(of field: Field) -> String {
    if isRequired(field) || field.role == .lineNumber { return "f:" + typeName(field) }
    return ValueShape(field.content) == .text ? "xs:string" : "f:optional_" + typeName(field)
  }

  // MARK: elements

  private typealias Placed = (elements: [String], field: Field)

  /// The complex type of an object: its members once each, in any order.
  private mutating func writeObject(_ fields: [Placed], depth: Int, path: String, attributes: [Field] = []) {
    open("complexType")
    let alternatives = layout.alternatives.first { group in group.allSatisfy { parent(of: $0) == path } }
    if let alternatives {
      writeAlternatives(alternatives, fields, depth: depth)
    } else {
      open("all")
      forEachMember(fields, depth) { writer, below in writer.writeMember(below, depth: depth, path: path) }
      writer.end()
    }
    for field in attributes { single("attribute", ("name", String(field.path.dropFirst())), ("type", "xs:string")) }
    writer.end()
  }

  private func parent(of path: String) -> String { path.split(separator: ".").dropLast().joined(separator: ".") }

  private mutating func forEachMember(_ fields: [Placed], _ depth: Int, _ write: (inout SchemaWriter, [Placed]) -> Void) {
    var done: Set<String> = []
    for (elements, _) in fields where done.insert(elements[depth]).inserted {
      write(&self, fields.filter { $0.elements[depth] == elements[depth] })
    }
  }

  private mutating func writeMember(_ below: [Placed], depth: Int, path: String, minOccurs: String? = nil) {
    let name = below[0].elements[depth]
    let full = path.isEmpty ? name : path + "." + name
    if below.count == 1, below[0].elements.count == depth + 1 {
      let field = below[0].field
      single("element", ("name", name), ("type", type(of: field)), ("minOccurs", minOccurs ?? (isRequired(field) ? "1" : "0")))
    } else if layout.sections.contains(where: { $0.path == full + "[]" }) {
      writeList(below, depth: depth, name: name, path: full + "[]")
    } else {
      let isThere = layout.requiredObjects.contains(full) && below.contains { isNeeded($0.field, below: full) }
      open("element", ("name", name), ("minOccurs", minOccurs ?? (isThere ? "1" : "0")))
      writeObject(below, depth: depth + 1, path: full)
      writer.end()
    }
  }

  /// Whether an object cannot be left out: something that is always required stands in it.
  private func isNeeded(_ field: Field, below path: String) -> Bool {
    if layout.alternatives.joined().contains(where: { field.path.hasPrefix($0 + ".") }) { return true }
    return layout.isAlwaysRequired(field) && isRequired(field)
  }

  private mutating func writeList(_ below: [Placed], depth: Int, name: String, path: String) {
    let isRequired = isRequired(list: path)
    open("element", ("name", name), ("minOccurs", isRequired ? "1" : "0"))
    open("complexType")
    open("sequence")
    let entry = below[0].elements[depth + 1]
    open("element", ("name", entry), ("minOccurs", isRequired ? "1" : "0"), ("maxOccurs", "unbounded"))
    writeObject(below, depth: depth + 2, path: path)
    writer.end()
    writer.end()
    writer.end()
    writeKey(path, entry: entry)
    writer.end()
  }

  /// A list whose required fields are all supplied may be absent: one entry is made of the defaults.
  private func isRequired(list path: String) -> Bool {
    guard let section = layout.sections.firstIndex(where: { $0.path == path }), layout.isRequired(list: section) else { return false }
    return section == layout.lines || layout.sections[section].fields.contains { isRequired(layout.fields[$0]) }
  }

  /// Two entries of a list with the same key are refused.
  private mutating func writeKey(_ path: String, entry: String) {
    guard let section = layout.sections.firstIndex(where: { $0.path == path }) else { return }
    let slot = section == layout.lines ? layout.lineSlot : layout.sections[section].key
    guard let slot, let name = layout.elements(of: layout.fields[layout.sections[section].fields[slot]]).last else { return }
    open("unique", ("name", "unique_" + path.filter { $0 != "[" && $0 != "]" && $0 != "." }))
    single("selector", ("xpath", "f:" + entry))
    single("field", ("xpath", "f:" + name))
    writer.end()
  }

  /// At least one of two objects, in any order.
  private mutating func writeAlternatives(_ alternatives: [String], _ fields: [Placed], depth: Int) {
    open("choice")
    for first in alternatives {
      open("sequence")
      for path in [first] + alternatives.filter({ $0 != first }) {
        let name = path.split(separator: ".").last.map(String.init) ?? path
        let below = fields.filter { $0.elements[depth] == name }
        writeMember(below, depth: depth, path: parent(of: path), minOccurs: path == first ? "1" : "0")
      }
      writer.end()
    }
    writer.end()
  }
}
