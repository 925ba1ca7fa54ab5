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
      layout.fields.filter(\.isSent).map { ($0.elements, $0) }, depth: 0, path: "", attributes: layout.fields.filter { !$0.isSent })
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

  private mutating func writeTypes() {
    pattern("filled", "[\\s\\S]*\\S[\\s\\S]*")
    pattern("decimal", "\\s*-?[0-9]+(\\.[0-9]+)?\\s*")
    pattern("quantity", "\\s*0*[1-9][0-9]*\\s*")
    pattern("boolean", "\\s*(true|false|1|0)\\s*")
    writeDate()
    for field in layout.fields {
      guard case .choice(let words) = field.content else { continue }
      pattern(field.column, "\\s*(" + words.joined(separator: "|") + ")\\s*")
    }
    pattern("empty", "\\s*")
    let optional = layout.fields.filter { $0.isSent && !needsText($0) && $0.content != .text && $0.content != .opaque }
    for name in Set(optional.map(typeName)).sorted() {
      open("simpleType", ("name", "optional_" + name))
      single("union", ("memberTypes", "f:\(name) f:empty"))
      writer.end()
    }
  }

  private mutating func pattern(_ name: String, _ pattern: String) {
    open("simpleType", ("name", name))
    open("restriction", ("base", "xs:string"))
    single("pattern", ("value", pattern))
    writer.end()
    writer.end()
  }

  private mutating func writeDate() {
    open("simpleType", ("name", "date"))
    open("restriction", ("base", "xs:date"))
    single("pattern", ("value", "[0-9]{4}-[0-9]{2}-[0-9]{2}"))
    writer.end()
    writer.end()
  }

  private func typeName(_ field: Field) -> String {
    switch field.content {
    case .text, .opaque: "filled"
    case .decimal: "decimal"
    case .quantity: "quantity"
    case .boolean: "boolean"
    case .date: "date"
    case .choice: field.column
    }
  }

  /// An empty element would be a missing value.
  private func needsText(_ field: Field) -> Bool {
    field.isRequired && field.role != .lineNumber && !defaults.contains(field.column)
  }

  private func type(of field: Field) -> String {
    if needsText(field) { return "f:" + typeName(field) }
    switch field.content {
    case .text, .opaque: return "xs:string"
    default: return "f:optional_" + typeName(field)
    }
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
      single("element", ("name", name), ("type", type(of: field)), ("minOccurs", minOccurs ?? (needsText(field) ? "1" : "0")))
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
    return layout.isAlwaysRequired(field) && needsText(field)
  }

  private mutating func writeList(_ below: [Placed], depth: Int, name: String, path: String) {
    let isRequired = layout.requiredLists.contains(path) && !layout.completedLists.contains(path)
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

  /// Two entries of a list with the same key are refused.
  private mutating func writeKey(_ path: String, entry: String) {
    guard let section = layout.sections.firstIndex(where: { $0.path == path }) else { return }
    let slot = section == layout.lines ? layout.place(of: layout.lineField).slot : layout.sections[section].key
    guard let slot, let name = layout.fields[layout.sections[section].fields[slot]].elements.last else { return }
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
