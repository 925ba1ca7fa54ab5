import CLibXML2

/// A libxml2 tree that grows and shrinks with the events of an ``XMLReader``. Not for several threads.
final class XMLTree {
  let document: xmlDocPtr?
  /// The innermost open element; nil above the root.
  private(set) var current: xmlNodePtr?
  /// Bytes and nodes that stand in the tree.
  private(set) var bytes = 0
  private(set) var nodes = 0

  private let names: XMLNames
  private let ignoresNamespaces: Bool
  /// By the name's number: the same text in the tree's dictionary.
  private var texts: [UnsafePointer<UInt8>?] = []
  /// By the namespace's number. An attribute's has a prefix, since libxml2 takes one without for none.
  private var namespaces: [Int32: xmlNsPtr] = [:]
  private var attributeNamespaces: [Int32: xmlNsPtr] = [:]

  init(names: XMLNames, ignoresNamespaces: Bool) {
    self.names = names
    self.ignoresNamespaces = ignoresNamespaces
    document = xmlNewDoc("1.0")
    document?.pointee.dict = xmlDictCreate()
  }

  deinit {
    // The document gives up its dictionary itself; the namespaces hang on no node.
    xmlFreeDoc(document)
    for namespace in namespaces.values { xmlFreeNs(namespace) }
    for namespace in attributeNamespaces.values { xmlFreeNs(namespace) }
  }

  /// Adds the element that has just started, as the last child of the open one.
  func open(_ reader: XMLReader) -> xmlNodePtr? {
    let event = reader.event
    guard let document, let node = xmlNewDocNode(document, namespace(event.namespace, isAttribute: false), text(event.name), nil) else {
      return nil
    }
    node.pointee._private = XMLNode.place(line: event.line, column: event.column)
    if let current {
      xmlAddChild(current, node)
    } else {
      xmlDocSetRootElement(document, node)
    }
    current = node
    count(bytes: 0)
    for index in 0..<reader.attributeCount { add(reader, attribute: index, to: node) }
    return node
  }

  func add(text reader: XMLReader) {
    guard let current else { return }
    let event = reader.event
    let added = reader.withText { bytes -> Int in
      guard let node = xmlNewDocTextLen(document, bytes.baseAddress, Int32(bytes.count)) else { return 0 }
      node.pointee._private = XMLNode.place(line: event.line, column: event.column)
      xmlAddChild(current, node)
      return bytes.count
    }
    count(bytes: added)
  }

  func close() { current = current?.pointee.parent.flatMap { $0.pointee.type == XML_ELEMENT_NODE ? $0 : nil } }

  /// Takes an element that is closed, and all in it, out of the tree. `bytes` and `nodes`: how much was in the tree before it.
  func remove(_ node: xmlNodePtr, backTo bytes: Int, _ nodes: Int) {
    xmlUnlinkNode(node)
    xmlFreeNode(node)
    self.bytes = bytes
    self.nodes = nodes
  }

  /// Empties an element that is still open.
  func empty(_ node: xmlNodePtr, backTo bytes: Int, _ nodes: Int) {
    if let children = node.pointee.children { xmlFreeNodeList(children) }
    node.pointee.children = nil
    node.pointee.last = nil
    current = node
    self.bytes = bytes
    self.nodes = nodes
  }

  /// Numbers the elements in their order, so that libxml2 need not walk the tree to compare two.
  func finish() { if let document { xmlXPathOrderDocElems(document) } }

  private func add(_ reader: XMLReader, attribute index: Int, to node: xmlNodePtr) {
    let attribute = reader.attribute(index)
    reader.withAttribute(index) { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count + 1) { value in
        _ = value.update(fromContentsOf: bytes)
        value[bytes.count] = 0
        let made = xmlNewNsProp(node, namespace(attribute.namespace, isAttribute: true), text(attribute.name), value.baseAddress)
        made?.pointee._private = node.pointee._private
        count(bytes: bytes.count)
      }
    }
  }

  private func count(bytes: Int) {
    self.bytes += bytes
    nodes += 1
  }

  private func text(_ name: XMLName) -> UnsafePointer<UInt8>? {
    let id = Int(name.id)
    while texts.count <= id { texts.append(nil) }
    if let known = texts[id] { return known }
    texts[id] = xmlDictLookup(document?.pointee.dict, names.text(name), -1)
    return texts[id]
  }

  private func namespace(_ name: XMLName, isAttribute: Bool) -> xmlNsPtr? {
    if ignoresNamespaces || name == .none { return nil }
    if let known = isAttribute ? attributeNamespaces[name.id] : namespaces[name.id] { return known }
    let made = xmlNewNs(nil, names.text(name), isAttribute ? "n" : nil)
    if isAttribute { attributeNamespaces[name.id] = made } else { namespaces[name.id] = made }
    return made
  }
}
