import Contracts
import Documents
import Synchronization
import SystemPackage
import Translation

/// What the batches of one file write together: answer rows and findings in the order of the file, and the counts. One lock around one struct.
final class SearchOutput: Sendable {
  private struct State: ~Copyable {
    var rows: Spool
    var findings: Spool
    var verdict = SearchVerdict()
    var needsUTF8 = false
  }

  private let state: Mutex<State>
  private let layout: AnswerLayout
  private let spools: SpoolFolder
  private let id: String

  /// Empties the spools of an earlier attempt.
  init(spools: SpoolFolder, id: String, layout: AnswerLayout) throws(HolderError) {
    self.layout = layout
    self.spools = spools
    self.id = id
    spools.remove(id)
    state = Mutex(State(rows: try Spool(spools.file(id, .rows)), findings: try Spool(spools.file(id, .findings))))
  }

  var verdict: SearchVerdict { state.withLock { $0.verdict } }

  /// A row names something that the answer's encoding has no character for.
  var needsUTF8: Bool { state.withLock { $0.needsUTF8 } }

  /// Keeps the place of the next piece of the file.
  func reserve() -> Int {
    state.withLock { state in
      _ = state.findings.reserve()
      return state.rows.reserve()
    }
  }

  /// May be called again for the same block: more rows follow. `refused`: places in the file of documents with a refused or failed line;
  /// `counting`: by which rows the lines are counted.
  func write(
    _ rows: [AnswerRow], _ findings: [Finding], refused: [Int], as block: Int, counting: [AnswerRow]
  ) throws(HolderError) {
    let written = layout.rows(rows)
    let lines = findings.flatMap { $0.json.bytes + [UInt8(ascii: "\n")] }
    try state.withLock { state throws(HolderError) in
      try state.rows.write(written.bytes, as: block)
      try state.findings.write(lines, as: block)
      for ordinal in refused { state.verdict.refused.insert(ordinal) }
      state.verdict.count(counting)
      if written.needsUTF8 { state.needsUTF8 = true }
    }
  }

  /// All answer rows, in pieces.
  func forEachPieceOfRows(_ body: ([UInt8]) throws -> Void) throws {
    try state.withLock { try $0.rows.forEachPiece(body) }
  }

  /// Findings in the order of the file, and the verdict beside them, durably: after a restart they are all that is known of a file whose
  /// answer is published.
  func seal() throws {
    try state.withLock { state in
      try state.findings.seal()
      try spools.write(state.verdict, of: id)
    }
  }
}

/// What became of the lines of a file of a safe kind.
struct SearchVerdict: Sendable, Codable {
  /// Lines by answer status.
  var counts: [String: Int] = [:]
  /// Documents with a refused or failed line.
  var refused = OrdinalSet()

  /// Several rows of one line are one line.
  mutating func count(_ rows: [AnswerRow]) {
    var last: (String, String, Int)?
    for row in rows {
      if let last, last == (row.document, row.line, row.sourceLine) { continue }
      last = (row.document, row.line, row.sourceLine)
      counts[row.status.rawValue, default: 0] += 1
    }
  }
}
