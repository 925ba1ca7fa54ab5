/// The target of a request line, as it came: `/v1/orders/A%2F1?externalOrderDate=2018-01-16`.
struct RequestTarget: Sendable {
  var path: String
  /// Nil: there was no question mark.
  var query: String?

  init(_ text: String) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(parts[0])
    query = parts.count > 1 ? String(parts[1]) : nil
  }

  /// Names and values, decoded; the first of equal names counts. Nil where an escape is broken.
  var parameters: [String: String]? { Self.parameters(of: query ?? "") }

  /// Of a query, or of a form in a body.
  static func parameters(of text: String) -> [String: String]? {
    var parameters: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decode(parts[0], plusIsBlank: true), let value = decode(parts.count > 1 ? parts[1] : "", plusIsBlank: true)
      else { return nil }
      if parameters[name] == nil { parameters[name] = value }
    }
    return parameters
  }

  /// Resolves `%41` and, in a query, `+`. Nil where two hexadecimal digits do not follow, or the result is not UTF-8.
  static func decode(_ text: Substring, plusIsBlank: Bool = false) -> String? {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
        bytes.append(high << 4 | low)
      } else {
        bytes.append(plusIsBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    byte < 0x80 ? Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init) : nil
  }
}
