package import Documents
import Formats

/// The XSD of a kind's canonical XML, generated from the field table. Ferry itself checks by that table alone; the schema is for senders.
package struct SchemaWriter {
  private static let schema = "http://www.w3.org/2001/XMLSchema"
  private let layout: Layout
  private let defaults: Set<String>
  private var writer = XMLWriter()
  /// Types that still have to be written, see ``writeShared(_:_:minOccurs:maxOccurs:)``.
  private var shared: [(member: Member, depth: Int)] = []

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
    let members = members(of: layout.fields.filter { !$0.isAttribute }.map { (layout.elements(of: $0), $0) }, depth: 0, path: "")
    writeObject(members, depth: 0, path: "", attributes: layout.fields.filter(\.isAttribute))
    if members.contains(where: isBare) { members.forEach { writeKey($0, isOutside: true) } }
    for _ in 0..<4 { writer.end() }
    var done = 0
    while done < shared.count {
      let (member, depth) = shared[done]
      writeContent(of: member, depth: depth, named: typeName(of: member))
      done += 1
    }
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
    restriction("decimal", facets: [("pattern", "[0-9]+(\\.[0-9]+)?|-0+(\\.0+)?"), ("maxLength", String(ValueRules.maxDigits))])
    restriction("quantity", facets: [("pattern", "0*[1-9][0-9]*"), ("maxLength", String(ValueRules.maxQuantityDigits))])
    restriction("boolean", facets: ["true", "false", "1", "0"].map { ("enumeration", $0) })
    restriction("segment", facets: [("minLength", "1"), ("pattern", "[^.].*|\\.[^.].*|\\.\\..+")])
    restriction("currency", facets: [("pattern", "[A-Z]{3}")])
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
    case .currency: "currency"
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

  /// An element inside an object: a field, an object, or a list.
  private struct Member {
    let name: String
    /// In the request; of a list, with its brackets.
    let path: String
    /// Itself, or all that stands in it.
    let fields: [Placed]
    let isField: Bool
  }

  private func members(of fields: [Placed], depth: Int, path: String) -> [Member] {
    var done: Set<String> = []
    return fields.map { $0.elements[depth] }.filter { done.insert($0).inserted }.map { name in
      let below = fields.filter { $0.elements[depth] == name }
      let full = path.isEmpty ? name : path + "." + name
      let isList = layout.sections.contains { $0.path == full + "[]" }
      return Member(
        name: name, path: isList ? full + "[]" : full, fields: below, isField: below.count == 1 && below[0].elements.count == depth + 1)
    }
  }

  private func isBare(_ member: Member) -> Bool { layout.bareLists.contains(member.path) }

  private func isList(_ member: Member) -> Bool { member.path.hasSuffix("[]") && !isBare(member) }

  /// Whether the element has to be there.
  private func isRequired(_ member: Member) -> Bool {
    if member.isField { return isRequired(member.fields[0].field) }
    if member.path.hasSuffix("[]") { return isRequired(list: member.path) }
    return layout.requiredObjects.contains(member.path) && member.fields.contains { isNeeded($0.field, below: member.path) }
  }

  /// The complex type of an object: its members once each, in any order.
  private mutating func writeObject(
    _ members: [Member], depth: Int, path: String, attributes: [Field] = [], named name: String? = nil
  ) {
    openType(name)
    if let alternatives = layout.alternatives.first(where: { group in group.allSatisfy { parent(of: $0) == path } }) {
      writeAnyOrder(of: members, needing: Set(alternatives), depth: depth)
    } else if let list = members.first(where: isBare), let other = members.first(where: { !isBare($0) }) {
      writeRepeated(list, beside: other, depth: depth)
    } else {
      open("all")
      for member in members { writeMember(member, depth: depth) }
      writer.end()
    }
    for field in attributes {
      let attribute = [("name", String(field.path.dropFirst())), ("type", type(of: field))]
      writer.start("xs:attribute", attributes: attribute + (isRequired(field) ? [("use", "required")] : []))
      writer.end()
    }
    writer.end()
  }

  private mutating func openType(_ name: String?) { writer.start("xs:complexType", attributes: name.map { [("name", $0)] } ?? []) }

  private func parent(of path: String) -> String { path.split(separator: ".").dropLast().joined(separator: ".") }

  private mutating func writeMember(_ member: Member, depth: Int) {
    let minOccurs = isRequired(member) ? "1" : "0"
    if member.isField {
      return single("element", ("name", member.name), ("type", type(of: member.fields[0].field)), ("minOccurs", minOccurs))
    }
    open("element", ("name", member.name), ("minOccurs", minOccurs))
    writeContent(of: member, depth: depth)
    if isList(member) { writeKey(member, isOutside: false) }
    writer.end()
  }

  /// The type of an object's element, or of a list's.
  private mutating func writeContent(of member: Member, depth: Int, named name: String? = nil) {
    guard isList(member) else {
      let inside = members(of: member.fields, depth: depth + 1, path: member.path)
      return writeObject(inside, depth: depth + 1, path: member.path, named: name)
    }
    openType(name)
    open("sequence")
    let minOccurs = isRequired(member) ? "1" : "0"
    open("element", ("name", member.fields[0].elements[depth + 1]), ("minOccurs", minOccurs), ("maxOccurs", "unbounded"))
    writeObject(members(of: member.fields, depth: depth + 2, path: member.path), depth: depth + 2, path: member.path)
    for _ in 0..<3 { writer.end() }
  }

  /// Whether an object cannot be left out: something that is always required stands in it.
  private func isNeeded(_ field: Field, below path: String) -> Bool {
    if layout.alternatives.joined().contains(where: { field.path.hasPrefix($0 + ".") }) { return true }
    return layout.isAlwaysRequired(field) && isRequired(field)
  }

  /// A list whose required fields are all supplied may be absent: one entry is made of the defaults.
  private func isRequired(list path: String) -> Bool {
    guard let section = layout.sections.firstIndex(where: { $0.path == path }), layout.isRequired(list: section) else { return false }
    return section == layout.lines || layout.sections[section].fields.contains { isRequired(layout.fields[$0]) }
  }

  /// Two entries of a list with the same key are refused. It stands in the list's own element, or in the one around it (`isOutside`).
  private mutating func writeKey(_ list: Member, isOutside: Bool) {
    guard let section = layout.sections.firstIndex(where: { $0.path == list.path }) else { return }
    let slot = section == layout.lines ? layout.lineSlot : layout.sections[section].key
    guard let slot, let name = layout.elements(of: layout.fields[layout.sections[section].fields[slot]]).last else { return }
    let elements = layout.elements(ofList: list.path).suffix(isOutside ? 2 : 1)
    open("unique", ("name", "unique_" + list.path.filter { $0 != "[" && $0 != "]" && $0 != "." }))
    single("selector", ("xpath", elements.map { "f:" + $0 }.joined(separator: "/")))
    single("field", ("xpath", "f:" + name))
    writer.end()
  }

  // MARK: content that xs:all cannot say

  private func typeName(of member: Member) -> String {
    member.path.split(separator: ".").joined(separator: "_").filter { $0 != "[" && $0 != "]" }
  }

  /// An element that stands several times in its parent's content model, where XSD wants one type, with a name, for all of them.
  private mutating func writeShared(_ member: Member, _ depth: Int, minOccurs: String, maxOccurs: String = "1") {
    let name = typeName(of: member)
    single("element", ("name", member.name), ("type", "f:" + name), ("minOccurs", minOccurs), ("maxOccurs", maxOccurs))
    if !shared.contains(where: { typeName(of: $0.member) == name }) { shared.append((member, depth)) }
  }

  /// Optional objects in any order, at least one of those that are needed.
  private mutating func writeAnyOrder(of members: [Member], needing needed: Set<String>, depth: Int) {
    if members.count == 1, needed.isEmpty { return writeShared(members[0], depth, minOccurs: "0") }
    open("choice", ("minOccurs", needed.isEmpty ? "0" : "1"))
    for member in members {
      let rest = members.filter { $0.name != member.name }
      let stillNeeded = needed.contains(member.path) ? [] : needed
      open("sequence")
      writeShared(member, depth, minOccurs: "1")
      if !rest.isEmpty { writeAnyOrder(of: rest, needing: stillNeeded, depth: depth) }
      writer.end()
    }
    writer.end()
  }

  /// A list whose elements simply repeat, before and after the one other element.
  private mutating func writeRepeated(_ list: Member, beside other: Member, depth: Int) {
    open("choice")
    open("sequence")
    writeShared(list, depth, minOccurs: "1", maxOccurs: "unbounded")
    writeShared(other, depth, minOccurs: "1")
    writeShared(list, depth, minOccurs: "0", maxOccurs: "unbounded")
    writer.end()
    open("sequence")
    writeShared(other, depth, minOccurs: "1")
    writeShared(list, depth, minOccurs: isRequired(list) ? "1" : "0", maxOccurs: "unbounded")
    for _ in 0..<2 { writer.end() }
  }
}
