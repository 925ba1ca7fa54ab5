import CLibXML2

/// libxml2's errors in the words of ``XMLDefect``.
enum XMLErrors {
  /// Warnings are none, and neither is a namespace that is not a proper URI, though libxml2 calls that an error.
  static func isError(_ error: xmlError) -> Bool {
    if error.code == XML_WAR_NS_URI.rawValue || error.code == XML_WAR_NS_URI_RELATIVE.rawValue { return false }
    return error.level.rawValue >= XML_ERR_ERROR.rawValue
  }

  static func defect(for error: xmlError, context: xmlParserCtxtPtr?, encoding: String, place: XMLPlace) -> XMLDefect {
    let (line, column) = (place.line, place.column)
    let said = error.message.map { String(cString: $0) } ?? ""
    let message = said.split(separator: "\n").first.map(String.init) ?? "the file is not well-formed XML"
    let code = Int(error.code)
    if error.domain == XML_FROM_I18N.rawValue {
      return invalidByte("bytes that are not valid in \(encoding)", encoding, line, column, offset: nil)
    }
    if code == Int(XML_ERR_INVALID_CHAR.rawValue) || code == Int(XML_ERR_INVALID_ENCODING.rawValue), let byte = currentByte(context),
      byte >= 0x80
    {
      let offset = context.map { xmlByteConsumed($0) } ?? -1
      let digits = String(byte, radix: 16, uppercase: true)
      return invalidByte("byte 0x\(digits) is not valid in \(encoding)", encoding, line, column, offset: offset >= 0 ? offset : nil)
    }
    if code == Int(XML_ERR_UNSUPPORTED_ENCODING.rawValue) || code == Int(XML_ERR_UNKNOWN_ENCODING.rawValue) {
      let name = error.str1.map { String(cString: $0) } ?? encoding
      return XMLDefect(
        code: .unsupportedEncoding, line: line, column: column, message: "the encoding \"\(name)\" is not read",
        expected: XMLEncoding.expected)
    }
    if code == Int(XML_ERR_DOCUMENT_EMPTY.rawValue) { return noDocument(line: line) }
    if code == Int(XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue) {
      return XMLDefect(
        code: .undefinedPrefix, line: line, column: column, message: message, expected: "a declaration of the prefix (xmlns:…)")
    }
    return XMLDefect(code: .notWellFormed, line: line, column: column, message: message, expected: "well-formed XML")
  }

  static func noDocument(line: Int) -> XMLDefect {
    XMLDefect(
      code: .notWellFormed, line: line, column: 1, message: "there is text before the first element",
      expected: "an XML document, which begins with <")
  }

  /// The file ended without an element; `firstByte` is the first that is not blank.
  static func noElement(firstByte: UInt8?, place: XMLPlace) -> XMLDefect {
    switch firstByte {
    case nil: XMLDefect(code: .empty, line: 1, column: 1, message: "the file is empty", expected: "an XML document")
    case UInt8(ascii: "<"):
      XMLDefect(
        code: .incomplete, line: place.line, column: place.column, message: "the file ends before its first element; it looks incomplete",
        expected: "an element")
    default: noDocument(line: place.line)
    }
  }

  private static func invalidByte(_ message: String, _ encoding: String, _ line: Int, _ column: Int, offset: Int?) -> XMLDefect {
    XMLDefect(
      code: .invalidByte, line: line, column: column, message: message,
      expected: "text in \(encoding), or the encoding it is in as its declaration",
      byteOffset: offset)
  }

  private static func currentByte(_ context: xmlParserCtxtPtr?) -> UInt8? {
    guard let input = context?.pointee.input, let at = input.pointee.cur, at < input.pointee.end else { return nil }
    return at.pointee
  }
}
