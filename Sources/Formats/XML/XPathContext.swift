import CLibXML2

/// libxml2's context: prefixes, limits and the last error. Not for several threads.
final class XPathContext {
  /// Steps of one evaluation; a million nodes are walked a few times.
  private static let maxOperations: UInt = 20_000_000

  let pointer: xmlXPathContextPtr?

  init(namespaces: [String: String]) {
    pointer = xmlXPathNewContext(nil)
    guard let pointer else { return }
    // Prefixes are checked at once, and there are no variables.
    pointer.pointee.flags = Int32(XML_XPATH_CHECKNS | XML_XPATH_NOVAR)
    pointer.pointee.opLimit = Self.maxOperations
    // The error stays in the context; without a callback libxml2 would print it.
    pointer.pointee.error = { _, _ in }
    xmlXPathContextSetCache(pointer, 1, -1, 0)
    for (prefix, uri) in namespaces { xmlXPathRegisterNs(pointer, prefix, uri) }
  }

  deinit { xmlXPathFreeContext(pointer) }

  func compile(_ text: String) throws(XPathDefect) -> OpaquePointer {
    guard let pointer else { throw XPathDefect(text, "there is no memory for it") }
    if text.utf8.count > XPathExpression.maxLength || text.utf8.contains(0) {
      throw XPathDefect(text, "it is longer than \(XPathExpression.maxLength) bytes or holds a NUL")
    }
    pointer.pointee.opCount = 0
    if let compiled = xmlXPathCtxtCompile(pointer, text) { return compiled }
    throw XPathDefect(text, pointer.pointee.lastError)
  }

  /// The object lives as long as `body` runs.
  func evaluate<R>(
    _ expression: XPathExpression, from node: XMLNode, _ body: (xmlXPathObject) throws(XPathDefect) -> R
  ) throws(XPathDefect) -> R {
    guard let pointer else { throw XPathDefect(expression.text, "there is no memory for it") }
    pointer.pointee.doc = node.pointer.pointee.doc
    pointer.pointee.node = node.pointer
    pointer.pointee.opCount = 0
    guard let object = xmlXPathCompiledEval(expression.compiled, pointer) else {
      throw XPathDefect(expression.text, pointer.pointee.lastError)
    }
    defer { xmlXPathFreeObject(object) }
    return try body(object.pointee)
  }

  func hasFunction(_ name: String) -> Bool { xmlXPathFunctionLookup(pointer, name) != nil }
}
