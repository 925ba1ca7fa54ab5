/// Why a text is not JSON, and where.
package struct JSONError: Error, Sendable, Hashable {
  package let message: String
  /// Byte from the beginning, from 0.
  package let offset: Int
}

/// A strict RFC 8259 reader: no trailing commas, no comments, no NaN, no lone surrogates, nothing after the value. Foundation's decoders go
/// through binary numbers or lose the digits as written; this one keeps them.
package struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  private static let maxDepth = 64

  /// - Throws: `JSONError` with the place of the first mistake.
  package static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes: bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.position == bytes.count else { throw reader.error("text after the end of the value") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func error(_ message: String) -> JSONError { JSONError(message: message, offset: position) }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func expect(_ literal: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for index in 0..<literal.utf8CodeUnitCount {
      guard peek == literal.utf8Start[index] else { throw error("not a JSON value") }
      position += 1
    }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try expect("true", .boolean(true))
    case UInt8(ascii: "f"): return try expect("false", .boolean(false))
    case UInt8(ascii: "n"): return try expect("null", .null)
    case nil: throw error("the text ends where a value is expected")
    default: return .number(try number())
    }
  }

  private mutating func nested(_ read: (inout JSONReader) throws(JSONError) -> JSONValue) throws(JSONError) -> JSONValue {
    depth += 1
    guard depth <= Self.maxDepth else { throw error("nested deeper than \(Self.maxDepth)") }
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    var members: [JSONValue.Member] = []
    skipBlanks()
    if peek == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipBlanks()
      guard peek == UInt8(ascii: "\"") else { throw error("a member's name is expected") }
      let name = try string()
      skipBlanks()
      guard peek == UInt8(ascii: ":") else { throw error("\":\" is expected") }
      position += 1
      members.append(JSONValue.Member(name, try value()))
      if try ends(with: UInt8(ascii: "}")) { return .object(members) }
    }
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    var elements: [JSONValue] = []
    skipBlanks()
    if peek == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      elements.append(try value())
      if try ends(with: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  /// Passes over a comma, or the closing bracket.
  private mutating func ends(with bracket: UInt8) throws(JSONError) -> Bool {
    skipBlanks()
    guard let byte = peek, byte == bracket || byte == UInt8(ascii: ",") else { throw error("\",\" or the end is expected") }
    position += 1
    return byte == bracket
  }

  private mutating func number() throws(JSONError) -> String {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    let first = peek
    guard digits() > 0 else { throw error("not a JSON value") }
    if first == UInt8(ascii: "0"), position - start > (bytes[start] == UInt8(ascii: "-") ? 2 : 1) {
      throw error("a number with a leading zero")
    }
    if peek == UInt8(ascii: ".") {
      position += 1
      guard digits() > 0 else { throw error("digits are expected after the decimal mark") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      guard digits() > 0 else { throw error("digits are expected in the exponent") }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = position
    while let byte = peek, byte.isDigit { position += 1 }
    return position - start
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    position += plainCount()
    if peek == UInt8(ascii: "\"") {
      position += 1
      return try text(bytes[start..<position - 1])
    }
    return try escapedString(after: Array(bytes[start..<position]))
  }

  /// The bytes from here on that stand for themselves.
  private func plainCount() -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var end = position
      while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") { end += 1 }
      return end - position
    }
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw error("a string that is not UTF-8") }
    return text
  }

  /// The rest of a string behind its first special character.
  private mutating func escapedString(after beginning: [UInt8]) throws(JSONError) -> String {
    var text = beginning
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        return try self.text(text[...])
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw error("a control character in a string")
      default: text.append(byte)
      }
    }
    throw error("the text ends inside a string")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard let byte = peek else { throw error("the text ends inside a string") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hex4()
      if (0xD800..<0xDC00).contains(code) {
        guard peek == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u") else {
          throw error("half of a surrogate pair")
        }
        position += 2
        let low = try hex4()
        guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair") }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair") }
      text.append(contentsOf: String(scalar).utf8)
    default: throw error("an unknown escape in a string")
    }
  }

  private mutating func hex4() throws(JSONError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw error("four hexadecimal digits are expected") }
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw error("four hexadecimal digits are expected")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}
