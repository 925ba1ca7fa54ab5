@testable import Formats

/// Records and events as text, so that a test can state them literally.
enum Rendering {
  /// `line range [defect@line:column]: cell@line:column …`, quoted cells between apostrophes.
  static func csv(_ text: String, chunk: Int = 256 << 10, dialect: CSVDialect? = nil) throws -> [String] {
    try csv(bytes: Array(text.utf8), chunk: chunk, dialect: dialect)
  }

  static func csv(bytes: [UInt8], chunk: Int = 256 << 10, dialect: CSVDialect? = nil, limits: CSVLimits = CSVLimits()) throws -> [String] {
    try csv(source: ByteSource(bytes: bytes), chunk: chunk, dialect: dialect, limits: limits)
  }

  static func csv(source: ByteSource, chunk: Int, dialect: CSVDialect? = nil, limits: CSVLimits = CSVLimits()) throws -> [String] {
    var limits = limits
    limits.chunk = chunk
    let reader = CSVReader(source: source, dialect: dialect, limits: limits)
    var lines: [String] = []
    while try reader.next() {
      let record = reader.record
      let defect = record.defect.map { " \($0.code)@\($0.line):\($0.column)" } ?? ""
      let cells = record.withCells { bytes, cells in
        cells.map { cell in
          let text = String(decoding: cell.bytes(in: bytes), as: UTF8.self)
          return " " + (cell.isQuoted ? "'\(text)'" : text) + "@\(cell.line):\(cell.column)"
        }
      }
      lines.append("\(record.line) \(record.byteRange)\(defect):" + cells.joined())
    }
    return lines
  }

  /// `<name xmlns="…" attribute="…"@line:column`, `text@line:column`, `/name@line:column`, and `!code@line:column` at last.
  static func xml(_ text: String, chunk: Int = 32 << 10, limits: XMLLimits = XMLLimits()) throws -> [String] {
    try xml(bytes: Array(text.utf8), chunk: chunk, limits: limits)
  }

  static func xml(bytes: [UInt8], chunk: Int = 32 << 10, limits: XMLLimits = XMLLimits()) throws -> [String] {
    var limits = limits
    limits.chunk = chunk
    let reader = XMLReader(source: ByteSource(bytes: bytes), limits: limits)
    var lines: [String] = []
    while try reader.next() { lines.append(event(of: reader)) }
    if let defect = reader.defect { lines.append("!\(defect.code.rawValue)@\(defect.line):\(defect.column)") }
    return lines
  }

  /// With byte order mark.
  static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    for unit in [0xFEFF] + Array(text.utf16) {
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      bytes += bigEndian ? pair : pair.reversed()
    }
    return bytes
  }

  private static func event(of reader: XMLReader) -> String {
    let event = reader.event
    let name = reader.names.text(event.name)
    let place = "@\(event.line):\(event.column)"
    switch event.kind {
    case .end: return "/\(name)" + place
    case .text: return reader.text + place
    case .start:
      let namespace = event.namespace == .none ? "" : " {\(reader.names.text(event.namespace))}"
      let attributes = (0..<reader.attributeCount).map { index in
        let attribute = reader.attribute(index)
        let namespace = attribute.namespace == .none ? "" : "{\(reader.names.text(attribute.namespace))}"
        return
          " \(namespace)\(reader.names.text(attribute.name))=\"\(reader.withAttribute(index) { String(decoding: $0, as: UTF8.self) })\""
      }
      return "<\(name)\(namespace)\(attributes.joined())" + place
    }
  }
}
