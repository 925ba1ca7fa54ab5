import Contracts
package import Documents

/// Turns what a call of a safe kind came to into answer rows. Compiled once for a file.
package struct SearchAnswer {
  private let kind: Kind
  private let rows: ResponseRows
  /// Empty cells before those of a Schneider Electric line.
  private let leading: [String]

  package init(kind: Kind) {
    self.kind = kind
    rows = ResponseRows.of(kind)
    let width = ResultLayout.of(.availability).columns.count - ResultLayout.of(.seAvailability).columns.count
    leading = Array(repeating: "", count: kind == .availability ? width : 0)
  }

  /// A response taken apart once for all of its items.
  package struct Response: Sendable {
    fileprivate let byIndex: [String: [[String]]]
    fileprivate let body: JSONValue?
  }

  package func read(_ response: [UInt8]) -> Response {
    let body = try? JSONReader.read(response)
    return Response(byIndex: body.map(rows.rows(of:)) ?? [:], body: body)
  }

  /// The rows of one item; an item that the response does not mention is unconfirmed. A request that is answered by nothing has one row.
  package func rows(of item: SearchItem, in response: Response) -> [AnswerRow] {
    switch item.call {
    case .shared(_, let index, _):
      guard let cells = response.byIndex[index] else {
        return [
          Self.row(of: item, .unconfirmed, code: "unconfirmed", message: "the target answered but did not mention this line; ask again")
        ]
      }
      return cells.map { accepted(item, $0) }
    case .own:
      let found = found(in: response)
      return found.isEmpty ? [accepted(item, [])] : found.map { accepted(item, $0) }
    case .pages: return found(in: response).map { accepted(item, $0) }
    }
  }

  private func found(in response: Response) -> [[String]] {
    guard let body = response.body else { return [] }
    guard kind == .availability else { return rows.all(of: body).map(\.cells) }
    return ResponseRows.of(.seAvailability).all(of: body).map { leading + $0.cells }
  }

  private func accepted(_ item: SearchItem, _ cells: [String]) -> AnswerRow {
    AnswerRow(sourceLine: item.sourceLine, document: item.document, line: item.line, status: .accepted, cells: cells)
  }

  /// The row of an item, or of one of its document's lines, that has no result.
  package static func row(
    of item: SearchItem, _ status: AnswerStatus, code: String, message: String, line: LineNotes.Line? = nil
  ) -> AnswerRow {
    AnswerRow(
      sourceLine: line?.sourceLine ?? item.sourceLine, document: item.document, line: line?.number ?? item.line, status: status, code: code,
      message: message)
  }
}
