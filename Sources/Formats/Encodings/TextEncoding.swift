/// How text stands in a file. The raw value is the name that profiles, messages and iconv use.
package enum TextEncoding: String, Sendable, Hashable, Codable, CaseIterable {
  case utf8 = "utf-8"
  /// The byte order mark decides; without one little endian.
  case utf16 = "utf-16"
  case utf16le = "utf-16le"
  case utf16be = "utf-16be"
  case iso8859_1 = "iso-8859-1"
  case iso8859_2 = "iso-8859-2"
  case iso8859_15 = "iso-8859-15"
  case windows1250 = "windows-1250"
  case windows1251 = "windows-1251"
  case windows1252 = "windows-1252"
  case cp437
  case cp850
  case cp852

  package var name: String { rawValue }

  /// UTF-16: of two bytes at least, with a byte order mark as a rule.
  package var hasUnits: Bool { self == .utf16 || self == .utf16le || self == .utf16be }

  /// All names, in the order in which people look for them, for messages: `utf-8, utf-16, …`.
  package static let names = allCases.map(\.name).joined(separator: ", ")

  /// By its name or a usual alias, in any case, with or without hyphens: `latin1`, `ANSI`, `cp1252`, `ibm850`, `dos`.
  package static func named(_ name: String) -> TextEncoding? {
    let key = String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    return spellings[key]
  }

  private static let spellings: [String: TextEncoding] = {
    var spellings: [String: TextEncoding] = [
      "unicode": .utf16, "ucs2": .utf16, "unicodefffe": .utf16be,
      "latin1": .iso8859_1, "isolatin1": .iso8859_1, "l1": .iso8859_1,
      "latin2": .iso8859_2, "isolatin2": .iso8859_2, "l2": .iso8859_2,
      "latin9": .iso8859_15, "isolatin9": .iso8859_15, "l9": .iso8859_15,
      "ansi": .windows1252, "msansi": .windows1252, "cyrillic": .windows1251,
      "dos": .cp850, "oem": .cp850, "dosus": .cp437, "doslatin1": .cp850, "doslatin2": .cp852,
      "ascii": .utf8, "usascii": .utf8,
    ]
    for encoding in allCases {
      let key = String(encoding.rawValue.filter { $0 != "-" })
      spellings[key] = encoding
      if key.hasPrefix("iso") { spellings[String(key.dropFirst(3))] = encoding }
      let page = key.drop { $0.isLetter }
      if key.hasPrefix("windows") { for prefix in ["cp", "win", "ms", ""] { spellings[prefix + page] = encoding } }
      if key.hasPrefix("cp") { for prefix in ["ibm", "dos", "oem", "pc", ""] { spellings[prefix + page] = encoding } }
    }
    return spellings
  }()

  /// What a byte order mark at the start of a file says, `nil` without one. UTF-32 is none of ours.
  static func marked(by first: some Collection<UInt8>) -> TextEncoding? {
    if first.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
    if isUTF32(first) { return nil }
    if first.starts(with: [0xFF, 0xFE]) { return .utf16le }
    return first.starts(with: [0xFE, 0xFF]) ? .utf16be : nil
  }

  static func isUTF32(_ first: some Collection<UInt8>) -> Bool {
    first.starts(with: [0xFF, 0xFE, 0, 0]) || first.starts(with: [0, 0, 0xFE, 0xFF])
  }

  /// How many bytes of a file in this encoding stand behind `text`, which a ``TextDecoder`` put out. A character whose end is
  /// missing in `text` counts, one whose start is missing does not.
  func rawLength(ofDecoded text: UnsafeBufferPointer<UInt8>) -> Int {
    switch self {
    case .utf8: return text.count
    case .utf16, .utf16le, .utf16be:
      return text.reduce(0) { length, byte in
        if byte & 0xC0 == 0x80 { return length }
        if UndecodableMark.isLead(byte) { return length + 1 }
        return length + (byte >= 0xF0 ? 4 : 2)
      }
    default: return text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    }
  }
}
