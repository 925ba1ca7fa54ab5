import CLibXML2

/// Why an expression is none, or gives nothing. A mistake of whoever wrote it, not of the file.
package struct XPathDefect: Error, Sendable, Equatable, CustomStringConvertible {
  package var expression: String
  /// What is wrong, for people: "a predicate is not closed or not valid".
  package var message: String
  /// Where in the expression, from 1, in characters; nil where nobody knows.
  package var position: Int?

  init(_ expression: String, _ message: String, position: Int? = nil) {
    self.expression = expression
    self.message = message
    self.position = position
  }

  /// `"a[1" is not XPath 1.0: a predicate is not closed or not valid (at character 4)`
  package var description: String {
    "\"\(expression)\" is not XPath 1.0: \(message)" + (position.map { " (at character \($0))" } ?? "")
  }

  /// libxml2's last error, which names the place by bytes.
  init(_ expression: String, _ error: xmlError) {
    let code = Int(error.code) - Int(XML_XPATH_EXPRESSION_OK.rawValue)
    let message: String
    switch xmlXPathError(rawValue: UInt32(truncatingIfNeeded: code)) {
    case XPATH_NUMBER_ERROR: message = "a number is not well written"
    case XPATH_UNFINISHED_LITERAL_ERROR, XPATH_START_LITERAL_ERROR: message = "a text is not closed"
    case XPATH_VARIABLE_REF_ERROR, XPATH_UNDEF_VARIABLE_ERROR, XPATH_FORBID_VARIABLE_ERROR: message = "there are no variables here"
    case XPATH_INVALID_PREDICATE_ERROR: message = "a predicate is not closed or not valid"
    case XPATH_UNCLOSED_ERROR: message = "a parenthesis is not closed"
    case XPATH_UNKNOWN_FUNC_ERROR: message = "there is no such function"
    case XPATH_INVALID_ARITY: message = "a function has too many or too few arguments"
    case XPATH_INVALID_TYPE, XPATH_INVALID_OPERAND: message = "a value is not of the type that is wanted there"
    case XPATH_UNDEF_PREFIX_ERROR: message = "a prefix has no namespace; name it under namespaces"
    case XPATH_INVALID_CHAR_ERROR, XPATH_ENCODING_ERROR: message = "a character cannot stand there"
    case XPATH_OP_LIMIT_EXCEEDED, XPATH_RECURSION_LIMIT_EXCEEDED: message = "it takes too long"
    case XPATH_MEMORY_ERROR: message = "it takes too much memory"
    default: message = "something is missing or stands in the wrong place"
    }
    let bytes = Int(error.int1)
    let position =
      error.str1 == nil || bytes > expression.utf8.count ? nil : String(decoding: expression.utf8.prefix(bytes), as: UTF8.self).count + 1
    self.init(expression, message, position: position)
  }
}
