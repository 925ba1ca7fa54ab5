import Formats
import Translation

/// A column of a sample file; in a file with types of records, of one type.
struct SampleColumn {
  /// As YAML: a name or a position.
  let source: String
  /// The header; nil: there is none.
  let header: String?
  /// The record's type, as YAML; nil: there is one kind of records.
  let record: String?
  let isOfDocument: Bool
  let values: ColumnValues

  /// For comments.
  var label: String {
    let place = header.map { "column \"\($0)\"" } ?? (record.map { "field \(source) of \($0)" } ?? "column \(source)")
    let shown = values.distinct.prefix(3).map { String($0.prefix(30)) }.joined(separator: ", ")
    return PlainText.line(place + (shown.isEmpty ? "" : ": " + shown))
  }

  /// Of a sample; `roles` says what the types are.
  static func all(of sample: CSVRecognition, roles: [CSVShape.RecordType]) -> [SampleColumn] {
    if roles.isEmpty {
      let names = sample.hasHeader ? sample.records.first ?? [] : []
      let records = sample.hasHeader ? sample.records.dropFirst() : sample.records[...]
      return (0..<sample.columnCount).compactMap { place in
        let name = names.indices.contains(place) ? trimmed(names[place]) : ""
        if sample.hasHeader, name.isEmpty { return nil }
        let values = ColumnValues(records.compactMap { $0.indices.contains(place) ? $0[place] : nil })
        return SampleColumn(
          source: sample.hasHeader ? ProposedField.scalar(name) : String(place + 1), header: sample.hasHeader ? name : nil, record: nil,
          isOfDocument: false, values: values)
      }
    }
    return sample.recordTypes.flatMap { type -> [SampleColumn] in
      guard let role = roles.first(where: { $0.code == type.name })?.role, role == .document || role == .line else { return [] }
      let records = sample.records.filter { $0.first == type.name }
      return (1..<max(1, type.columnCount)).map { place in
        SampleColumn(
          source: String(place + 1), header: nil, record: ProposedField.scalar(type.name), isOfDocument: role == .document,
          values: ColumnValues(records.compactMap { $0.indices.contains(place) ? $0[place] : nil }))
      }
    }
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}

/// What the types of records of a sample may be.
enum ProposedRecords {
  private static let documents: Set<String> = ["h", "hd", "hdr", "head", "header", "k", "kopf", "a", "ord", "order", "e", "t1", "10"]
  private static let lines: Set<String> = ["l", "li", "lin", "line", "p", "pos", "d", "det", "detail", "i", "item", "r", "z", "20"]
  private static let trailers: Set<String> = ["t", "trl", "trailer", "end", "eof", "f", "fuss", "fin", "foot", "footer", "s", "sum", "99"]

  static func roles(of sample: CSVRecognition) -> [CSVShape.RecordType] {
    let types = sample.recordTypes
    guard !types.isEmpty else { return [] }
    var roles: [String: CSVShape.RecordType.Role] = [:]
    if let last = sample.records.last?.first, types.first(where: { $0.name == last })?.count == 1, types.count > 1,
      trailers.contains(last.lowercased()) || types.count > 2
    {
      roles[last] = .trailer
    }
    func choose(
      _ role: CSVShape.RecordType.Role, _ words: Set<String>, else other: (CSVRecognition.RecordType, CSVRecognition.RecordType) -> Bool
    ) {
      let free = types.filter { roles[$0.name] == nil }
      if let named = free.first(where: { words.contains($0.name.lowercased()) }) ?? free.max(by: other) { roles[named.name] = role }
    }
    choose(.line, lines) { ($0.count, $0.columnCount) < ($1.count, $1.columnCount) }
    choose(.document, documents) { ($0.count, $0.columnCount) < ($1.count, $1.columnCount) }
    return types.map { CSVShape.RecordType($0.name, roles[$0.name] ?? .ignored) }
  }
}
