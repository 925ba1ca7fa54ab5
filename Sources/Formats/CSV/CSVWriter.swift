/// Writes records into a byte buffer that the caller empties with ``take()``. UTF-8 (a ``TextEncoder`` makes other
/// encodings of it), quotes only where they are needed.
package struct CSVWriter {
  /// What has been written and not taken yet.
  package private(set) var bytes: [UInt8] = []
  private let separator: UInt8
  private let lineEnd: CSVLineEnd
  private var isFirst = true
  private var recordStart = 0

  package init(separator: UInt8 = UInt8(ascii: ";"), lineEnd: CSVLineEnd = .lf) {
    self.separator = separator
    self.lineEnd = lineEnd
  }

  /// `defuse` is for free text: what a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, a tab or a carriage return first)
  /// gets an apostrophe in front.
  package mutating func cell(_ text: String, defuse: Bool = false) {
    var text = text
    text.withUTF8 { cell($0, defuse: defuse) }
  }

  /// The same for text that is UTF-8 bytes already.
  package mutating func cell(_ text: UnsafeBufferPointer<UInt8>, defuse: Bool = false) {
    if isFirst { recordStart = bytes.count } else { bytes.append(separator) }
    isFirst = false
    let isFormula = defuse && text.first.map(startsFormula) == true
    guard needsQuotes(text) else {
      if isFormula { bytes.append(UInt8(ascii: "'")) }
      bytes.append(contentsOf: text)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  package mutating func endRecord() {
    // A line of nothing but separators would be no record to a reader.
    if !isFirst, bytes[recordStart...].allSatisfy({ $0 == separator }) {
      bytes.insert(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "\"")], at: recordStart)
    }
    bytes.append(contentsOf: lineEnd.bytes)
    isFirst = true
  }

  /// A whole record, without defusing.
  package mutating func record(_ cells: [String]) {
    for text in cells { cell(text) }
    endRecord()
  }

  /// Puts whole records that another writer wrote.
  package mutating func append(written records: [UInt8]) { bytes += records }

  /// Hands over what has been written, and keeps the room it took.
  package mutating func take() -> [UInt8] {
    let taken = bytes
    bytes.removeAll(keepingCapacity: true)
    recordStart = 0
    return taken
  }

  private func startsFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): true
    default: false
    }
  }

  private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    if isBlank(first) || isBlank(last) { return true }
    return text.contains { $0 == separator || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
