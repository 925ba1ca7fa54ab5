/// The encodings that are read: UTF-8, UTF-16, and those of one byte a character in which ASCII is itself.
enum XMLEncoding {
  static let expected = "UTF-8, UTF-16, Windows-125x, ISO-8859-x, IBM437, IBM850, IBM852 or US-ASCII"

  static func isRead(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "latin1"].contains(name)
      || ["iso-8859-", "windows-125", "cp125"].contains { name.hasPrefix($0) }
      || [.cp437, .cp850, .cp852].contains(TextEncoding.named(name))
  }

  /// By the byte order mark, or the way `<?` is spelt.
  static func recognised(_ bytes: UnsafeRawBufferPointer) -> String {
    let first = Array(bytes.prefix(2))
    return first == [0xFF, 0xFE] || first == [0xFE, 0xFF] || first == [UInt8(ascii: "<"), 0] || first == [0, UInt8(ascii: "<")]
      ? "UTF-16" : "UTF-8"
  }
}
