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
