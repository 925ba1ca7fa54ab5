import Foundation

/// An answer or answer update as whoever fetches it reads it; a reader of its own, so that Ferry's cannot be wrong twice.
struct Answer {
  struct Row: Hashable {
    let document: String
    let line: String
    let status: String
  }

  let rows: [Row]

  /// nil: it breaks off.
  init?(_ bytes: [UInt8], isXML: Bool) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.last == UInt8(ascii: "\n") else { return nil }
    guard !isXML else {
      guard text.contains("</answer>") else { return nil }
      rows = text.components(separatedBy: "<row>").dropFirst().map { row in
        func cell(_ name: String) -> String {
          let parts = row.components(separatedBy: "<\(name)>")
          return parts.count > 1 ? parts[1].components(separatedBy: "</\(name)>")[0] : ""
        }
        return Row(document: cell("document"), line: cell("line"), status: cell("status"))
      }
      return
    }
    var table = Self.table(bytes)
    guard !table.isEmpty else { return nil }
    let header = table.removeFirst()
    guard header.starts(with: ["source_line", "document", "line", "status"]), table.allSatisfy({ $0.count == header.count }) else {
      return nil
    }
    rows = table.map { Row(document: $0[1], line: $0[2], status: $0[3]) }
  }

  /// RFC 4180 with `;`.
  private static func table(_ bytes: [UInt8]) -> [[String]] {
    var table: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""):
        isQuoted.toggle()
      case UInt8(ascii: ";") where !isQuoted:
        row.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case UInt8(ascii: "\n") where !isQuoted:
        table.append(row + [String(decoding: cell, as: UTF8.self)])
        (row, cell) = ([], [])
      default: cell.append(byte)
      }
    }
    return isQuoted || !row.isEmpty || !cell.isEmpty ? [] : table
  }
}
