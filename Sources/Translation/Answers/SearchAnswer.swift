import Contracts
package import Documents

/// Turns what a search call came to into answer rows. Compiled once for a file.
package struct SearchAnswer {
  private let rows: ResponseRows

  package init(kind: Kind) { rows = ResponseRows(ResultLayout.of(kind)) }

  /// The rows of the items of a usable response; an item that it does not mention is unconfirmed.
  package func rows(of items: some Collection<SearchItem>, in response: [UInt8]) -> [AnswerRow] {
    let found = (try? JSONReader.read(response)).map(rows.rows(of:)) ?? [:]
    return items.flatMap { item -> [AnswerRow] in
      guard let cells = found[item.index] else {
        return [
          Self.row(of: item, .unconfirmed, code: "unconfirmed", message: "the target answered but did not mention this line; ask again")
        ]
      }
      return cells.map {
        AnswerRow(sourceLine: item.sourceLine, document: item.document, line: item.line, status: .accepted, cells: $0)
      }
    }
  }

  package static func row(of item: SearchItem, _ status: AnswerStatus, code: String, message: String) -> AnswerRow {
    AnswerRow(sourceLine: item.sourceLine, document: item.document, line: item.line, status: status, code: code, message: message)
  }
}
