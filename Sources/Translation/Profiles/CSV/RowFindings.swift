import Documents
import Formats

/// What may be wrong with the records of a partner's file.
extension Finding {
  static func unknownType(of record: CSVRecord, _ types: [String], file: String, profile: String) -> Finding {
    let code = record.count > 0 ? record.text(0) : ""
    return Finding(
      .unknownValue, file: file, line: record.line, column: 1, value: code, expected: "one of " + types.joined(separator: ", "),
      "record type \"\(shortened(code))\" is not known; expected one of \(types.joined(separator: ", ")) (profile \(profile))")
  }

  static func behindTrailer(_ record: CSVRecord, file: String, profile: String) -> Finding {
    Finding(
      .malformed, file: file, line: record.line, expected: "the trailer record last",
      "a record stands behind the trailer record; expected the trailer record last: write one file at a time (profile \(profile))")
  }

  static func withoutDocument(_ record: CSVRecord, file: String, profile: String) -> Finding {
    Finding(
      .malformed, file: file, line: record.line, expected: "a document's record first",
      "the record belongs to no document; expected a document's record before it (profile \(profile))")
  }

  /// The profile wants the document's number on each row.
  static func withoutNumber(_ record: CSVRecord, _ rule: FieldRule?, file: String, profile: String) -> Finding {
    let label = rule?.label ?? "the document's number"
    return Finding(
      .missing, file: file, line: record.line, path: rule?.column, expected: "the document's number on each row",
      "\(label) is empty; expected the document's number on each row: fill it in (profile \(profile))")
  }

  static func equalRow(_ record: CSVRecord, first: Int, line: String?, file: String, profile: String) -> Finding {
    Finding(
      .equalRow, file: file, line: record.line, documentLine: line, expected: "each row once",
      "the row says the same as the one on line \(first); expected each row once: remove it, or tell them apart (profile \(profile))"
    )
  }
}

extension CSVRecord {
  /// A defect stands behind the first cell.
  var isFirstCellWhole: Bool {
    guard let defect, count > 0 else { return false }
    return withCells { _, cells in
      defect.line > cells[0].line || defect.line == cells[0].line && defect.column > Int(cells[0].column + cells[0].length)
    }
  }

  func isBlank(from index: Int) -> Bool {
    withCells { bytes, cells in cells[index...].allSatisfy { trimmed($0.bytes(in: bytes)).isEmpty } }
  }
}
