import Contracts
import Documents
import Synchronization
import Translation

/// What the batches of one file write together: answer rows and findings in the order of the file, and the counts. One lock around one struct.
final class SearchOutput: Sendable {
  private struct State: ~Copyable {
    var rows: Spool
    var findings: Spool
    var counts: [String: Int] = [:]
    var refused = OrdinalSet()
  }

  private let state: Mutex<State>
  private let kind: Kind
  private let format: DocumentReader.Format

  /// Empties the spools of an earlier attempt.
  init(spools: SpoolFolder, id: String, kind: Kind, format: DocumentReader.Format) throws {
    self.kind = kind
    self.format = format
    state = Mutex(State(rows: try Spool(spools.file(id, "rows")), findings: try Spool(spools.file(id, "findings"))))
  }

  /// What became of the file's lines, by answer status; and the documents of which some were refused or failed.
  var result: SearchSender.Result { state.withLock { SearchSender.Result(counts: $0.counts, refused: $0.refused) } }

  /// Keeps the place of the next piece of the file.
  func reserve() -> Int {
    state.withLock { state in
      _ = state.findings.reserve()
      return state.rows.reserve()
    }
  }

  func write(_ rows: [AnswerRow], _ findings: [Finding], refused: [Int], as block: Int) throws {
    var writer = AnswerWriter(kind: kind, format: format)
    _ = writer.take()
    for row in rows { writer.append(row) }
    let bytes = writer.take()
    let lines = findings.flatMap { $0.json.bytes + [UInt8(ascii: "\n")] }
    try state.withLock { state in
      try state.rows.write(bytes, as: block)
      try state.findings.write(lines, as: block)
      for ordinal in refused { state.refused.insert(ordinal) }
      var lastLine: (String, String, Int)?
      for row in rows {
        // Several rows of one line are one line.
        if let lastLine, lastLine == (row.document, row.line, row.sourceLine) { continue }
        lastLine = (row.document, row.line, row.sourceLine)
        state.counts[row.status.rawValue, default: 0] += 1
      }
    }
  }

  /// All answer rows, in pieces.
  func forEachPieceOfRows(_ body: ([UInt8]) throws -> Void) throws {
    try state.withLock { try $0.rows.forEachPiece(body) }
  }
}
