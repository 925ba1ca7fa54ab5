import Glibc
package import SystemPackage

/// Bytes of a name or path as one line of text, and back.
enum PrintableBytes {
  /// UTF-8 as it stands; control characters, backslashes and what is no UTF-8 as `\xNN`.
  static func text(of bytes: some Collection<UInt8>) -> String {
    // Nearly every name.
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) { return String(decoding: bytes, as: UTF8.self) }
    var text = ""
    var rest = bytes[...]
    while let first = rest.first {
      let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      let character = rest.prefix(length)
      if let decoded = String(validating: character, as: UTF8.self), first >= 0x20, first != 0x7F, first != UInt8(ascii: "\\"),
        !decoded.unicodeScalars.contains(where: isControl)
      {
        text += decoded
        rest = rest.dropFirst(character.count)
      } else {
        let digits = String(first, radix: 16, uppercase: true)
        text += "\\x" + (digits.count < 2 ? "0" : "") + digits
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// `nil` where a backslash begins no `\xNN`.
  static func bytes(of text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard rest.popFirst() == UInt8(ascii: "x"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return bytes
  }

  /// C1 controls, and the separators and direction marks that move text about on a terminal or in a log.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension FilePath {
  /// The path for messages and text columns: one line, whatever its bytes are (see ``FileName/text``).
  package var printable: String {
    withPlatformString { PrintableBytes.text(of: UnsafeRawBufferPointer(start: $0, count: length)) }
  }

  /// Reads what ``printable`` wrote.
  package init?(printable text: String) {
    guard let bytes = PrintableBytes.bytes(of: text), !bytes.contains(0) else { return nil }
    self = (bytes + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { FilePath(platformString: $0.baseAddress!) }
    }
  }

  func appending(_ name: FileName) -> FilePath {
    var path = self
    name.withPointer { path.append(FilePath(platformString: $0).components) }
    return path
  }
}

extension FilePath.Component {
  var printable: String {
    withPlatformString { PrintableBytes.text(of: UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
  }
}
