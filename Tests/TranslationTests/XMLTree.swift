import Formats

/// A small XML tree to be changed and written again.
indirect enum XMLTree {
  case element(name: String, attributes: String, children: [XMLTree])
  case text(String)

  /// Reads a document whose only namespace is the root's.
  static func read(_ bytes: [UInt8]) throws -> XMLTree {
    let reader = XMLReader(source: ByteSource(bytes: bytes))
    var open: [(name: String, attributes: String, children: [XMLTree])] = [("", "", [])]
    while try reader.next() {
      switch reader.event.kind {
      case .start:
        let attributes = (0..<reader.attributeCount).map { index in
          let value = reader.withAttribute(index) { String(decoding: $0, as: UTF8.self) }
          return " \(reader.names.text(reader.attribute(index).name))=\"\(value)\""
        }
        open.append((reader.names.text(reader.event.name), attributes.joined(), []))
      case .text: open[open.count - 1].children.append(.text(reader.text))
      case .end:
        let done = open.removeLast()
        let attributes = open.count == 1 ? " xmlns=\"urn:ferry:1\"" : done.attributes
        open[open.count - 1].children.append(.element(name: done.name, attributes: attributes, children: done.children))
      }
    }
    return open[0].children[0]
  }

  var text: String {
    switch self {
    case .text(let text): return text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    case .element(let name, let attributes, let children):
      return "<\(name)\(attributes)>\(children.map(\.text).joined())</\(name)>"
    }
  }

  var isLeaf: Bool {
    guard case .element(_, _, let children) = self else { return true }
    return children.allSatisfy { if case .text = $0 { true } else { false } }
  }

  /// Every tree that comes of changing one element below this one, in every way that `change` knows, with a name for each.
  func variants(_ path: String = "", _ change: (XMLTree) -> [(String, [XMLTree])]) -> [(name: String, tree: XMLTree)] {
    guard case .element(let name, let attributes, let children) = self else { return [] }
    var found: [(String, XMLTree)] = []
    for (index, child) in children.enumerated() {
      guard case .element(let childName, _, _) = child else { continue }
      let here = "\(path)/\(childName)[\(index)]"
      func with(_ replacement: [XMLTree], at place: Int? = nil) -> XMLTree {
        var all = children
        all.remove(at: index)
        all.insert(contentsOf: replacement, at: place ?? index)
        return .element(name: name, attributes: attributes, children: all)
      }
      for (what, replacement) in change(child) { found.append(("\(what) \(here)", with(replacement))) }
      if index > 0 { found.append(("first \(here)", with([child], at: 0))) }
      if index < children.count - 1 { found.append(("last \(here)", with([child], at: children.count - 1))) }
      found += child.variants(here, change).map { ($0.name, with([$0.tree])) }
    }
    return found
  }
}
