import Contracts
package import Documents

/// Turns what a search call came to into answer rows. Compiled once for a file.
package struct SearchAnswer {
  private let rows: ResponseRows

  package init(kind: Kind) { rows = ResponseRows.of(kind) }

  /// A response taken apart once for all of its items.
  package struct Response: Sendable {
    fileprivate let rows: [String: [[String]]]
  }

  package func read(_ response: [UInt8]) -> Response {
    Response(rows: (try? JSONReader.read(response)).map(rows.rows(of:)) ?? [:])
  }

  /// The rows of one item; an item that the response does not mention is unconfirmed.
  package func rows(of item: SearchItem, in response: Response) -> [AnswerRow] {
    guard let cells = response.rows[item.index] else {
      return [
        Self.row(of: item, .unconfirmed, code: "unconfirmed", message: "the target answered but did not mention this line; ask again")
      ]
    }
    return cells.map {
      AnswerRow(sourceLine: item.sourceLine, document: item.document, line: item.line, status: .accepted, cells: $0)
    }
  }

  package static func row(of item: SearchItem, _ status: AnswerStatus, code: String, message: String) -> AnswerRow {
    AnswerRow(sourceLine: item.sourceLine, document: item.document, line: item.line, status: status, code: code, message: message)
  }
}
