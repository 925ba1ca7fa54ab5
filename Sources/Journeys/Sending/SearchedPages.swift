import Documents
import Translation

/// Rows of a search page by page. What moved from one page to the next between two calls, since something new came in front, is told once.
struct SearchedPages {
  private let answer: SearchAnswer
  private var previous: Set<[String]> = []
  private var isEmpty = true

  init(kind: Kind) { answer = SearchAnswer(kind: kind) }

  mutating func rows(of item: SearchItem, in response: [UInt8]) -> [AnswerRow] {
    let rows = answer.rows(of: item, in: answer.read(response))
    let fresh = rows.filter { !previous.contains($0.cells) }
    previous = Set(rows.map(\.cells))
    if !fresh.isEmpty { isEmpty = false }
    return fresh
  }

  /// A search that finds nothing at all has one row.
  mutating func lastRows(of item: SearchItem, in response: [UInt8]) -> [AnswerRow] {
    let rows = rows(of: item, in: response)
    return isEmpty ? [SearchAnswer.row(of: item, .accepted, code: "", message: "")] : rows
  }
}
