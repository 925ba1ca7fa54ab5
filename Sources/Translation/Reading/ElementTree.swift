import Documents
import Formats

/// The elements of a kind's canonical XML, compiled from the field table once for a file, so that an element costs a comparison of numbers.
struct ElementTree {
  enum Role {
    /// Only groups: `pricing`, `operator`. An optional one may require some of its fields.
    case object(Requirement?)
    /// Holds the entries of a list: `items`, `fees`.
    case list
    /// One entry of a list: `item`, `fee`.
    case entry(section: Int)
    case field(section: Int, slot: Int)
  }

  /// What an optional object requires as soon as it is there.
  struct Requirement {
    /// All of its slots in its section.
    let slots: UInt64
    /// The required fields, for people.
    let names: String
  }

  struct Node {
    let name: String
    let role: Role
    /// Indexes of the nodes inside, and their names beside them.
    fileprivate(set) var children: [Int] = []
    fileprivate(set) var names: [XMLName] = []
  }

  /// Node 0 is the document's element.
  private(set) var nodes: [Node]
  /// Slot of the attribute `number` in the document's section; nil where the kind has none.
  private(set) var numberSlot: Int?

  init(layout: Layout, names: XMLNames, checker: Checker) {
    nodes = [Node(name: layout.documentElement, role: .object(nil))]
    for field in layout.fields.indices {
      let place = layout.place(of: field)
      if layout.fields[field].isAttribute {
        numberSlot = place.slot
      } else {
        add(layout.fields[field].path, layout, .field(section: place.section, slot: place.slot), checker)
      }
    }
    for node in nodes.indices { nodes[node].names = nodes[node].children.map { names.name(nodes[$0].name) } }
  }

  private mutating func add(_ path: String, _ layout: Layout, _ role: Role, _ checker: Checker) {
    var node = 0
    var walked: [String] = []
    let parts = path.split(separator: ".").map(String.init)
    for (index, part) in parts.enumerated() {
      walked.append(part)
      if part.hasSuffix("[]") {
        let list = walked.joined(separator: ".")
        let section = layout.sections.firstIndex { $0.path == list } ?? 0
        let elements = layout.elements(ofList: list)
        for name in elements.dropLast() { node = child(of: node, name, .list) }
        node = child(of: node, elements[elements.count - 1], .entry(section: section))
      } else {
        let object = checker.requirement(ofObject: walked.joined(separator: "."))
        node = child(of: node, part, index == parts.count - 1 ? role : .object(object))
      }
    }
  }

  private mutating func child(of parent: Int, _ name: String, _ role: Role) -> Int {
    if let known = nodes[parent].children.first(where: { nodes[$0].name == name }) { return known }
    nodes.append(Node(name: name, role: role))
    nodes[parent].children.append(nodes.count - 1)
    return nodes.count - 1
  }

  /// The place of a child among its node's children; the one after `hint` is tried first, since senders mostly write in order.
  @inline(__always)
  func child(of node: Int, named name: XMLName, after hint: Int) -> Int? {
    let names = nodes[node].names
    if hint + 1 < names.count, names[hint + 1] == name { return hint + 1 }
    return names.firstIndex(of: name)
  }
}
