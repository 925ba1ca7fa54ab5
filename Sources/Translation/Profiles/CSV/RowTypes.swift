import Documents
import Formats

/// The types of a file's records, by the first field. A file without types has one, of lines.
struct RowTypes {
  private let codes: [[UInt8]]
  private let roles: [CSVShape.RecordType.Role]
  let names: [String]
  /// A document begins with its record; else where the number changes.
  let haveDocuments: Bool

  init(_ shape: CSVShape) {
    names = shape.records.map(\.code)
    codes = shape.records.map { Array($0.code.utf8) }
    roles = shape.records.isEmpty ? [.line] : shape.records.prefix(63).map(\.role)
    haveDocuments = roles.contains(.document)
  }

  var areNamed: Bool { !codes.isEmpty }
  var hasTrailer: Bool { roles.contains(.trailer) }
  var indices: Range<Int> { roles.indices }

  func role(_ type: Int) -> CSVShape.RecordType.Role { roles[type] }

  func index(_ code: String) -> Int? { names.firstIndex(of: code) }

  /// nil: none of the types.
  func type(of record: CSVRecord) -> Int? {
    guard areNamed else { return 0 }
    return record.withCells { bytes, cells in
      guard let first = cells.first else { return nil }
      let code = trimmed(first.bytes(in: bytes))
      return codes.firstIndex { $0.elementsEqual(code) }
    }
  }

  func mask(where isWanted: (CSVShape.RecordType.Role) -> Bool) -> UInt64 {
    roles.enumerated().reduce(0) { isWanted($1.element) ? $0 | 1 << UInt64($1.offset) : $0 }
  }
}
