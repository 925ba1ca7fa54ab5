import CLibXML2

/// A node of an ``XMLTreeReader``'s tree: an element, an attribute, a text. Lives until the reader's next ``XMLTreeReader/next()``.
package struct XMLNode {
  let pointer: xmlNodePtr

  /// Where the element's tag begins in the file, of an attribute its element's; 1-based. Column 0: it is not known.
  package var line: Int { max(1, Int(bitPattern: pointer.pointee._private) >> Self.columnBits) }
  package var column: Int { Int(bitPattern: pointer.pointee._private) & ((1 << Self.columnBits) - 1) }

  private static let columnBits = 24

  /// Line and column as what stands in libxml2's pointer for private use.
  static func place(line: Int, column: Int) -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: line << columnBits | (column < 1 << columnBits ? column : 0))
  }

  /// Without prefix.
  package var name: String { pointer.pointee.name.map { String(cString: $0) } ?? "" }

  /// Empty: it has none, or they do not count.
  package var namespace: String { pointer.pointee.ns.flatMap { $0.pointee.href }.map { String(cString: $0) } ?? "" }

  /// The elements right inside that are called so, and those that are but for capitals or the namespace.
  package func elements(called wanted: XMLElementName) -> (same: [XMLNode], near: [XMLNode]) {
    var found: (same: [XMLNode], near: [XMLNode]) = ([], [])
    wanted.name.withCString(encodedAs: UTF8.self) { name in
      wanted.namespace.withCString(encodedAs: UTF8.self) { namespace in
        var child = pointer.pointee.children
        while let node = child {
          child = node.pointee.next
          guard node.pointee.type == XML_ELEMENT_NODE, xmlStrcasecmp(node.pointee.name, name) == 0 else { continue }
          let own = node.pointee.ns.flatMap { $0.pointee.href }
          let isSame =
            xmlStrEqual(node.pointee.name, name) == 1 && (own.map { xmlStrEqual($0, namespace) == 1 } ?? wanted.namespace.isEmpty)
          if isSame { found.same.append(XMLNode(pointer: node)) } else { found.near.append(XMLNode(pointer: node)) }
        }
      }
    }
    return found
  }

  /// The string value: all text inside. The pointer may not leave `body`.
  package func withText<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    var only = pointer
    if pointer.pointee.type == XML_ELEMENT_NODE || pointer.pointee.type == XML_ATTRIBUTE_NODE {
      guard let child = pointer.pointee.children else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
      only = child
    }
    if only.pointee.type == XML_TEXT_NODE, only == pointer || only.pointee.next == nil {
      return body(UnsafeBufferPointer(start: only.pointee.content, count: only.pointee.content.map { Int(strlen($0)) } ?? 0))
    }
    let text = xmlXPathCastNodeToString(pointer)
    defer { ferry_xml_free(text) }
    return body(UnsafeBufferPointer(start: text, count: text.map { Int(strlen($0)) } ?? 0))
  }

  package var text: String { withText { String(decoding: $0, as: UTF8.self) } }

  private func strlen(_ text: UnsafePointer<UInt8>) -> Int32 { xmlStrlen(text) }
}
