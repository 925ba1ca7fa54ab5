import CLibXML2

/// An XPath 1.0 expression, compiled by libxml2. Core functions only, no variables, nothing that opens a file. Not for several threads.
///
///     let quantity = try XPathExpression("cac:LineItem/cbc:Quantity", namespaces: ["cac": …, "cbc": …])
package final class XPathExpression {
  static let maxLength = 10_000

  package let text: String
  let compiled: OpaquePointer

  /// `namespaces`: by prefix; a name without one is in none.
  package convenience init(_ text: String, namespaces: [String: String] = [:]) throws(XPathDefect) {
    try self.init(text, in: XPathContext(namespaces: namespaces))
  }

  init(_ text: String, in context: XPathContext) throws(XPathDefect) {
    self.text = text
    compiled = try context.compile(text)
    // libxml2 looks functions up when it comes across them, which may be long after.
    for (name, position) in Self.functions(in: text) where !context.hasFunction(name) {
      throw XPathDefect(text, "there is no function \(name)()", position: position)
    }
  }

  deinit { xmlXPathFreeCompExpr(compiled) }

  /// Names in front of a parenthesis, with their place in characters from 1; node tests and operators aside. The expression is well-formed.
  private static func functions(in text: String) -> [(name: String, position: Int)] {
    let notFunctions: Set<String> = ["", "node", "text", "comment", "processing-instruction", "and", "or", "div", "mod"]
    var found: [(String, Int)] = []
    var name = ""
    var start = 1
    var hasEnded = false
    var quote: Character?
    for (place, character) in text.enumerated() {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
        name = ""
      } else if character == "(" {
        if !notFunctions.contains(name) { found.append((name, start)) }
        name = ""
      } else if character.isLetter || character.isNumber || "_-.".contains(character) {
        if name.isEmpty || hasEnded { (name, start) = ("", place + 1) }
        hasEnded = false
        name.append(character)
      } else if character.isWhitespace {
        hasEnded = true
      } else {
        name = ""
      }
    }
    return found
  }
}
