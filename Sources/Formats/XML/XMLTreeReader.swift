import CLibXML2

/// Reads an XML file as documents, each a tree for XPath, one in memory at a time. All of an ``XMLReader``'s limits and refusals hold.
///
///     let reader = XMLTreeReader(source: …, shape: try XMLTreeShape("/ORDERS05/IDOC"))
///     let number = try reader.compile("E1EDK01/BELNR")
///     while try reader.next() {
///       if case .node(let node) = try reader.value(of: number, from: reader.element) { … node.text … }
///     }
///     if let defect = reader.defect { … }
///
/// The elements above a document stand in the tree with their attributes, and what stands around the documents too as long as it is small:
/// `../@version` and `../HEAD/DATE` are reached from a document, a document from another one never. The root's names stand in `root`.
///
/// What stands beside the documents and is not ``known`` is one of the ``strangers``: a document that is misspelt would be lost without a word.
///
/// `name()` gives the name without prefix, whatever prefix the file has.
package final class XMLTreeReader {
  /// The root element as it was found, once ``next()`` has been called.
  package private(set) var root: (name: String, namespace: String, line: Int, column: Int)?
  /// The root can have no documents in it: ``next()`` has returned false, and nothing of the file was read on.
  package private(set) var isStrange = false
  /// The current document was larger than the limits; what ``element`` holds of it is its own tag.
  package private(set) var isTooLarge = false
  /// The file has ended inside the current document.
  package private(set) var isCutOff = false
  /// The place of the current document among all elements of the file at its level, from 0: what ``XMLCopier`` asks about.
  package private(set) var place = -1
  /// Elements beside the documents that are looked at by those who read; namespaces count unless the shape ignores them.
  package var known: Set<XMLElementName> = []
  /// The other ones that were read past since ``takeStrangers()``, without those that stand in one of them; at most ``XMLTreeLimits/strangers``
  /// of a file.
  package private(set) var strangers: [XMLStranger] = []

  private let reader: XMLReader
  private let shape: XMLTreeShape
  private let limits: XMLTreeLimits
  private let tree: XMLTree
  private let context: XPathContext
  private var found: xmlNodePtr?
  private var frames: [Frame] = []
  private var elementsAtLevel = 0
  private var strangersLeft: Int

  /// An open element outside of a document, with what was in the tree before it.
  private struct Frame {
    let node: xmlNodePtr
    let bytes: Int
    let nodes: Int
    /// No documents can stand in it.
    var isForeign = false
    /// It has had documents, or more in it than is kept.
    var isIncomplete = false
  }

  package init(source: ByteSource, shape: XMLTreeShape, limits: XMLTreeLimits = XMLTreeLimits(), xmlLimits: XMLLimits = XMLLimits()) {
    reader = XMLReader(source: source, limits: xmlLimits)
    self.shape = shape
    self.limits = limits
    strangersLeft = limits.strangers
    tree = XMLTree(names: reader.names, ignoresNamespaces: shape.ignoresNamespaces)
    context = XPathContext(namespaces: shape.namespaces)
  }

  package func compile(_ text: String) throws(XPathDefect) -> XPathExpression { try XPathExpression(text, in: context) }

  /// What ended the reading, once ``next()`` has returned false.
  package var defect: XMLDefect? { reader.defect }

  /// The current document's element.
  package var element: XMLNode {
    guard let found else { preconditionFailure("next() has not returned true") }
    return XMLNode(pointer: found)
  }

  /// Goes to the next document; false at the end of the file and at its ``defect``.
  ///
  /// Throws only what the operating system says.
  package func next() throws(FormatError) -> Bool {
    forgetDocument()
    if isStrange { return false }
    while try reader.next() {
      switch reader.event.kind {
      case .start:
        if try !open() { return found != nil }
        if found != nil { return true }
      case .text:
        if isFull { markIncomplete() } else { tree.add(text: reader) }
      case .end: close()
      }
    }
    return false
  }

  // MARK: the tree

  private var isFull: Bool { tree.bytes > limits.bytesAround || tree.nodes > limits.nodesAround }

  private func markIncomplete() { for index in frames.indices { frames[index].isIncomplete = true } }

  /// The element that has just started, outside of a document. False: there is no next one.
  private func open() throws(FormatError) -> Bool {
    let before = (tree.bytes, tree.nodes)
    if frames.count == shape.level { elementsAtLevel += 1 }
    guard let node = tree.open(reader) else { return false }
    if frames.isEmpty {
      let event = reader.event
      root = (reader.names.text(event.name), reader.names.text(event.namespace), event.line, event.column)
      if !shape.isExpected(node, at: 0) {
        // A file that is cut in its first tag has another fault.
        isStrange = true
        _ = try reader.next()
        return false
      }
    }
    guard frames.count == shape.level, shape.isDocument(node) else {
      let isForeign = frames.last?.isForeign == true || frames.count >= shape.level || !shape.isExpected(node, at: frames.count)
      if isForeign, frames.last?.isForeign != true { see(stranger: reader.event) }
      frames.append(Frame(node: node, bytes: before.0, nodes: before.1, isForeign: isForeign))
      return true
    }
    markIncomplete()
    found = node
    place = elementsAtLevel - 1
    try read(node, before)
    return true
  }

  private func see(stranger event: XMLEvent) {
    guard strangersLeft > 0 else { return }
    let namespace = shape.ignoresNamespaces ? "" : reader.names.text(event.namespace)
    let element = XMLElementName(reader.names.text(event.name), namespace: namespace)
    if known.contains(element) { return }
    strangersLeft -= 1
    strangers.append(XMLStranger(element: element, line: event.line, column: event.column, depth: frames.count))
  }

  package func takeStrangers() -> [XMLStranger] {
    defer { strangers.removeAll() }
    return strangers
  }

  /// To the end of a document.
  private func read(_ node: xmlNodePtr, _ before: (bytes: Int, nodes: Int)) throws(FormatError) {
    frames.append(Frame(node: node, bytes: before.bytes, nodes: before.nodes))
    isTooLarge = false
    isCutOff = false
    var depth = 1
    while depth > 0 {
      guard try reader.next() else {
        isCutOff = true
        break
      }
      let event = reader.event
      depth += event.kind == .start ? 1 : event.kind == .end ? -1 : 0
      if isTooLarge { continue }
      switch event.kind {
      case .start: _ = tree.open(reader)
      case .text: tree.add(text: reader)
      case .end: if depth > 0 { tree.close() }
      }
      if tree.bytes - before.bytes > limits.bytes || tree.nodes - before.nodes > limits.nodes {
        isTooLarge = true
        tree.empty(node, backTo: before.bytes, before.nodes)
      }
    }
    tree.finish()
  }

  /// The document that was read last is closed and freed.
  private func forgetDocument() {
    guard found != nil, let frame = frames.popLast() else { return }
    found = nil
    while tree.current != nil, tree.current != frame.node { tree.close() }
    tree.close()
    tree.remove(frame.node, backTo: frame.bytes, frame.nodes)
  }

  /// An element around documents ends; what stands beside them stays as long as it is small.
  private func close() {
    if isFull { markIncomplete() }
    guard let frame = frames.popLast() else { return }
    tree.close()
    if frame.isIncomplete, !frames.isEmpty { tree.remove(frame.node, backTo: frame.bytes, frame.nodes) }
  }

  // MARK: expressions

  /// One value, as ``XPathValue`` says.
  package func value(of expression: XPathExpression, from node: XMLNode) throws(XPathDefect) -> XPathValue {
    try context.evaluate(expression, from: node) { object throws(XPathDefect) in
      switch object.type {
      case XPATH_NODESET:
        guard let set = object.nodesetval, set.pointee.nodeNr > 0 else { return .nothing }
        if set.pointee.nodeNr > 1 { xmlXPathNodeSetSort(set) }
        guard let first = set.pointee.nodeTab[0], first.pointee.type != XML_NAMESPACE_DECL else { return .nothing }
        return .node(XMLNode(pointer: first))
      case XPATH_NUMBER:
        guard let whole = Int(exactly: object.floatval), abs(whole) < 1 << 53 else { return .inexact }
        return .text(String(whole))
      case XPATH_BOOLEAN: return .text(object.boolval != 0 ? "true" : "false")
      case XPATH_STRING: return .text(object.stringval.map { String(cString: $0) } ?? "")
      default: throw XPathDefect(expression.text, "it gives neither nodes nor a value")
      }
    }
  }

  /// All nodes, in the order of the document.
  package func nodes(of expression: XPathExpression, from node: XMLNode) throws(XPathDefect) -> [XMLNode] {
    try context.evaluate(expression, from: node) { object throws(XPathDefect) in
      guard object.type == XPATH_NODESET else { throw XPathDefect(expression.text, "it gives a value where elements are wanted") }
      guard let set = object.nodesetval else { return [] }
      xmlXPathNodeSetSort(set)
      return (0..<Int(set.pointee.nodeNr)).compactMap { set.pointee.nodeTab[$0] }
        .filter { $0.pointee.type == XML_ELEMENT_NODE || $0.pointee.type == XML_ATTRIBUTE_NODE || $0.pointee.type == XML_TEXT_NODE }
        .map(XMLNode.init)
    }
  }

  /// All that an expression gives: its nodes in the order of the document, or its one value.
  package func values(of expression: XPathExpression, from node: XMLNode) throws(XPathDefect) -> [XPathValue] {
    let first = try value(of: expression, from: node)
    guard case .node = first else { return [first] }
    return try nodes(of: expression, from: node).map(XPathValue.node)
  }

  /// As XPath's `boolean()`: a text is true unless it is empty, a set if it has a node, a number unless it is 0.
  package func isTrue(_ expression: XPathExpression, from node: XMLNode) throws(XPathDefect) -> Bool {
    try context.evaluate(expression, from: node) { object throws(XPathDefect) in
      var object = object
      return xmlXPathCastToBoolean(&object) != 0
    }
  }
}
