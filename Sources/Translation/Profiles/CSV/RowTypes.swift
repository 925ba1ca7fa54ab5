import Documents
import Formats

/// The types of a file's records, by the first field. A file without types has one, of lines.
struct RowTypes {
  private let codes: [[UInt8]]
  private let roles: [CSVShape.RecordType.Role]
  let names: [String]
  /// A document begins with its record; else where the number changes.
  let haveDocuments: Bool
  /// Of all rows that begin with no code: where the profile names no record of documents or lines, they are lines. nil: there are no such rows.
  let plain: Int?

  init(_ shape: CSVShape) {
    let records = shape.records.prefix(62)
    names = records.map(\.code)
    codes = records.map { Array($0.code.utf8) }
    var roles = records.map(\.role)
    plain = roles.contains { $0 == .document || $0 == .addition || $0 == .line } ? nil : roles.count
    if plain != nil { roles.append(.line) }
    self.roles = roles
    haveDocuments = roles.contains(.document)
  }

  var areNamed: Bool { !codes.isEmpty }
  var hasTrailer: Bool { roles.contains(.trailer) }
  var indices: Range<Int> { roles.indices }

  func role(_ type: Int) -> CSVShape.RecordType.Role { roles[type] }

  /// nil: of rows without a code.
  func name(_ type: Int) -> String? { names.indices.contains(type) ? names[type] : nil }

  func index(_ code: String) -> Int? { names.firstIndex(of: code) }

  /// nil: none of the types.
  func type(of record: CSVRecord) -> Int? {
    guard areNamed else { return 0 }
    return record.withCells { bytes, cells in
      guard let first = cells.first else { return nil }
      let code = trimmed(first.bytes(in: bytes))
      return codes.firstIndex { $0.elementsEqual(code) } ?? plain
    }
  }

  func mask(where isWanted: (CSVShape.RecordType.Role) -> Bool) -> UInt64 {
    roles.enumerated().reduce(0) { isWanted($1.element) ? $0 | 1 << UInt64($1.offset) : $0 }
  }
}
