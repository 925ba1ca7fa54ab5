import CLibXML2

/// 1-based line and, in Unicode scalars, column; column 0 where it is not known.
struct XMLPlace: BitwiseCopyable {
  var line = 1
  var column = 1

  init() {}

  /// Where libxml2 stands.
  init(in context: xmlParserCtxtPtr?) {
    guard let input = context?.pointee.input else { return }
    line = max(1, Int(input.pointee.line))
    column = Int(input.pointee.col)
  }

  /// Of the `<` of the tag that libxml2 has just read; it is still in the buffer, since a tag is read in one piece.
  @inline(__always)
  init(ofTagIn context: xmlParserCtxtPtr?) {
    guard let input = context?.pointee.input, let base = input.pointee.base, var at = input.pointee.cur else { return }
    var characters = 0
    var lineFeeds = 0
    while at > base {
      at -= 1
      let byte = at.pointee
      if byte & 0xC0 != 0x80 { characters &+= 1 }
      if byte == UInt8(ascii: "<") { break }
      if byte == UInt8(ascii: "\n") { lineFeeds &+= 1 }
    }
    line = Int(input.pointee.line) &- lineFeeds
    column = lineFeeds == 0 ? Int(input.pointee.col) &- characters : Self.column(of: at, from: base)
  }

  /// At the end of the bytes that libxml2 has been given.
  init(behindRestOf context: xmlParserCtxtPtr?) {
    self.init(in: context)
    guard let input = context?.pointee.input, var at = input.pointee.cur, let end = input.pointee.end else { return }
    while at < end {
      if at.pointee == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if at.pointee & 0xC0 != 0x80 {
        column += 1
      }
      at += 1
    }
  }

  /// Counted from the line feed in front, if that is still in the buffer.
  private static func column(of place: UnsafePointer<UInt8>, from base: UnsafePointer<UInt8>) -> Int {
    var at = place
    var column = 1
    while at > base {
      at -= 1
      if at.pointee == UInt8(ascii: "\n") { return column }
      if at.pointee & 0xC0 != 0x80 { column += 1 }
    }
    return 0
  }
}
