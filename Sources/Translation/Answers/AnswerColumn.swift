import Documents

/// A column of an answer, taken apart: where its text comes from, and what a partner's style makes of it.
struct AnswerColumn: Sendable {
  enum Source: Sendable {
    case sourceLine, document, line, status, code, message
    /// By its place among the kind's result columns.
    case result(Int)
    case constant(String)
  }

  let name: String
  let source: Source
  let content: ResultLayout.Content
  /// Replaces these values; what it gives is the profile's own text.
  var table: [String: String] = [:]
  /// nil: the value stays as it is.
  var spelling: Spelling?

  /// How a number or a date is written.
  enum Spelling: Sendable {
    case decimalMark(String)
    case date(DatePattern)

    func apply(to text: String) -> String {
      switch self {
      case .decimalMark(let mark): Self.isPlainDecimal(text) ? text.split(separator: ".").joined(separator: mark) : text
      case .date(let pattern): Self.day(text).map(pattern.text) ?? text
      }
    }

    private static let canonical = DatePattern("YYYY-MM-DD")

    /// nil of anything but `YYYY-MM-DD`, for example of an instant: a date cannot be cut out of it.
    private static func day(_ text: String) -> DatePattern.Date? {
      var text = text
      return text.withUTF8(canonical.date)
    }

    /// Digits, at most one point between them, a sign in front: what is written in another way stays as the target wrote it.
    private static func isPlainDecimal(_ text: String) -> Bool {
      let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      guard text.utf8.count - digits.count <= 1, let first = digits.first, let last = digits.last, first != UInt8(ascii: "."),
        last != UInt8(ascii: ".")
      else { return false }
      return digits.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") } && digits.count { $0 == UInt8(ascii: ".") } <= 1
    }
  }

  func text(of row: AnswerRow) -> String {
    switch source {
    case .sourceLine: String(row.sourceLine)
    case .document: row.document
    case .line: row.line
    case .status: row.status.rawValue
    case .code: row.code
    case .message: row.message
    case .result(let index): index < row.cells.count ? row.cells[index] : ""
    case .constant(let text): text
    }
  }
}

extension AnswerColumn {
  /// Those of the canonical answer: in front of every kind's, then the kind's own.
  static func canonical(_ kind: Kind?) -> [AnswerColumn] {
    let leading: [(Source, ResultLayout.Content)] = [
      (.sourceLine, .number), (.document, .verbatim), (.line, .verbatim), (.status, .verbatim), (.code, .verbatim), (.message, .text),
    ]
    let results = kind.map { ResultLayout.of($0).columns } ?? []
    return zip(ResultLayout.leading, leading).map { AnswerColumn(name: $0.name, source: $1.0, content: $1.1) }
      + results.enumerated().map { AnswerColumn(name: $1.name, source: .result($0), content: $1.content) }
  }

  /// Those that the style chose, or all, with its names, tables, marks and patterns. A column that the kind does not have is empty.
  static func styled(_ kind: Kind?, _ style: AnswerStyle) -> [AnswerColumn] {
    let canonical = canonical(kind)
    let byName = Dictionary(canonical.map { ($0.name, $0) }) { first, _ in first }
    let chosen =
      style.columns.isEmpty
      ? canonical
      : style.columns.map { column -> AnswerColumn in
        guard let from = column.from.flatMap({ byName[$0] }) else {
          return AnswerColumn(name: column.name, source: .constant(column.constant), content: .text)
        }
        return AnswerColumn(name: column.name, source: from.source, content: from.content, table: column.table)
      }
    let pattern = style.date.map(DatePattern.init)
    return chosen.map { column in
      var column = column
      switch column.content {
      case .number where style.decimalMark != ".": column.spelling = .decimalMark(style.decimalMark)
      case .date: column.spelling = pattern.map { .date($0) }
      case .number, .verbatim, .text: break
      }
      return column
    }
  }
}
