/// The field table of a kind, and the tree of sections and objects that follows from the fields' paths. A section has at most 64 fields, so
/// that the filled ones are the bits of a word.
package final class Layout: Sendable {
  package let kind: Kind
  /// Root element of the canonical XML, `orders`; the document's element, `order`.
  package let rootElement: String
  package let documentElement: String
  package let fields: [Field]
  /// Section 0 is the document itself.
  package let sections: [Section]
  /// By section: how many fields and lists it has, and its place among its owner's lists.
  let sizes: [(slots: Int, lists: Int, place: Int)]
  /// The section of the lines (`items[]`); 0 where a document is one request without lines.
  package let lines: Int
  /// Objects that are sent even if nothing in them is filled, by path: `shipping.address`.
  package let requiredObjects: Set<String>
  /// Index of the field with the document's number; of the field with the line's.
  package let numberField: Int?
  package let lineField: Int?
  /// The slot of the document's number in section 0 (0 where it has none), and of the line's in the section of the lines.
  package let numberSlot: Int
  package let lineSlot: Int?
  /// Slots in section 0 of the fields that name a document without a number.
  package let nameSlots: [Int]
  /// Field pairs or groups of which one must be there, by path of the objects: tecdoc or external.
  package let alternatives: [[String]]
  /// Lists that must have at least one entry, by path.
  package let requiredLists: Set<String>
  /// Lists that Ferry completes from its ledger where the file leaves them out, by path.
  package let completedLists: Set<String>
  /// Lists whose elements simply repeat in XML, without one around them, by path.
  package let bareLists: Set<String>

  /// `keys` are the columns that tell one entry of a list from another; `linesPath` is the array of the lines.
  package init(
    kind: Kind, rootElement: String, documentElement: String, linesPath: String = "items[]", keys: Set<String> = [],
    requiredObjects: Set<String> = [], requiredLists: Set<String> = [], completedLists: Set<String> = [], bareLists: Set<String> = [],
    alternatives: [[String]] = [], fields: [Field]
  ) {
    self.kind = kind
    self.rootElement = rootElement
    self.documentElement = documentElement
    self.fields = fields
    self.requiredObjects = requiredObjects
    self.requiredLists = requiredLists
    self.completedLists = completedLists
    self.bareLists = bareLists
    self.alternatives = alternatives
    var sections = [Section(path: "", owner: nil)]
    for (index, field) in fields.enumerated() {
      var home = 0
      for path in Layout.arrays(in: field.path) {
        if let known = sections.firstIndex(where: { $0.path == path }) {
          home = known
        } else {
          sections.append(Section(path: path, owner: home))
          sections[home].append(list: sections.count - 1)
          home = sections.count - 1
        }
      }
      sections[home].append(field: index, isKey: keys.contains(field.column))
    }
    self.sections = sections
    sizes = sections.enumerated().map { number, section in
      let place = section.owner.flatMap { sections[$0].lists.firstIndex(of: number) } ?? 0
      return (section.fields.count, section.lists.count, place)
    }
    lines = sections.firstIndex { $0.path == linesPath } ?? 0
    let numberField = fields.firstIndex { $0.role == .documentNumber }
    self.numberField = numberField
    numberSlot = numberField.flatMap { sections[0].fields.firstIndex(of: $0) } ?? 0
    let lineField = fields.firstIndex { $0.role == .lineNumber }
    self.lineField = lineField
    let lineSection = sections[lines]
    lineSlot = lineField.flatMap { lineSection.fields.firstIndex(of: $0) }
    nameSlots = sections[0].fields.enumerated().filter { fields[$0.element].role == .documentName }.map(\.offset)
  }

  /// A document is one request: it has no lines, and each row of a CSV file is one.
  package var isSingle: Bool { lines == 0 }

  /// The arrays on the way to a field: `items[].pricing.fees[].label` gives `items[]` and `items[].pricing.fees[]`.
  private static func arrays(in path: String) -> [String] {
    var found: [String] = []
    var end = path.startIndex
    while let range = path.range(of: "[]", from: end) {
      found.append(String(path[..<range]))
      end = range
    }
    return found
  }

  /// The objects and lists that a field stands in, outermost first: `items[]`, `items[].pricing`.
  package func ancestors(of field: Field) -> [String] {
    let parts = field.path.split(separator: ".").map(String.init)
    return (1..<max(1, parts.count)).map { parts.prefix($0).joined(separator: ".") }
  }

  /// Required whatever else the document says: no optional object or list stands above the field, and nothing completes it.
  package func isAlwaysRequired(_ field: Field) -> Bool {
    field.isRequired
      && ancestors(of: field).allSatisfy { (requiredObjects.contains($0) || requiredLists.contains($0)) && !completedLists.contains($0) }
  }

  /// Required where its object or entry is there. In a list that Ferry completes only the key is: the ledger may know the rest.
  package func isRequired(_ field: Field) -> Bool {
    guard field.isRequired else { return false }
    guard let index = fields.firstIndex(of: field) else { return true }
    let place = place(of: index)
    return !completedLists.contains(sections[place.section].path) || sections[place.section].key == place.slot
  }

  /// Whether a list must have an entry in each entry of its owner.
  package func isRequired(list section: Int) -> Bool {
    requiredLists.contains(sections[section].path) && !completedLists.contains(sections[section].path)
  }

  /// The XML elements of a list, outermost first: `items` and `item`, `fees` and `fee`; of a bare one only the entry's.
  package func elements(ofList path: String) -> [String] {
    let name = String(path.split(separator: ".").last?.dropLast(2) ?? "")
    if bareLists.contains(path) { return [name] }
    return [name, name.hasSuffix("s") ? String(name.dropLast()) : name]
  }

  /// The XML elements of a field below the document's element, outermost first; an attribute is its own path.
  package func elements(of field: Field) -> [String] {
    var walked: [String] = []
    return field.path.split(separator: ".").map(String.init).flatMap { part -> [String] in
      walked.append(part)
      return part.hasSuffix("[]") ? elements(ofList: walked.joined(separator: ".")) : [part]
    }
  }

  package func fieldIndex(column: String) -> Int? { fields.firstIndex { $0.column == column } }

  /// Section and slot of a field.
  package func place(of field: Int) -> (section: Int, slot: Int) {
    for (number, section) in sections.enumerated() {
      if let slot = section.fields.firstIndex(of: field) { return (number, slot) }
    }
    preconditionFailure("every field of a layout has a section")
  }
}

extension String {
  /// The index after the next occurrence of `needle` at or after `start`.
  fileprivate func range(of needle: String, from start: String.Index) -> String.Index? {
    var index = start
    while index < endIndex {
      if self[index...].hasPrefix(needle) { return self.index(index, offsetBy: needle.count) }
      index = self.index(after: index)
    }
    return nil
  }
}
