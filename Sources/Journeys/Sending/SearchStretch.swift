import Documents
import Synchronization
import Translation

/// A stretch of a file of a safe kind: the lines that are asked, and what is refused between them. Its rows are written together.
struct SearchStretch: Sendable {
  enum Piece: Sendable {
    /// Place in `items`.
    case asked(Int)
    case refused([AnswerRow], [Finding])
  }

  private(set) var pieces: [Piece] = []
  private(set) var items: [SearchItem] = []
  /// By piece, the document's place in the file.
  private(set) var ordinals: [Int] = []
  /// Documents that begin here.
  var documents = 0

  mutating func ask(_ item: SearchItem, _ ordinal: Int) {
    pieces.append(.asked(items.count))
    items.append(item)
    ordinals.append(ordinal)
  }

  mutating func refuse(_ rows: [AnswerRow], _ findings: [Finding], _ ordinal: Int) {
    pieces.append(.refused(rows, findings))
    ordinals.append(ordinal)
  }
}

/// What one item came to.
struct SearchedLine: Sendable {
  var rows: [AnswerRow]
  var findings: [Finding] = []
}

/// Gathers what the lots of a stretch came to; whoever is last gets all.
final class StretchResults: Sendable {
  private struct State {
    var lotsLeft: Int
    var lines: [Int: SearchedLine] = [:]
  }

  private let state: Mutex<State>

  init(lots: Int) { state = Mutex(State(lotsLeft: lots)) }

  /// `lot`: places of the items in the stretch. Returns all of the stretch, by place, once nothing is left.
  func finish(_ lot: [Int], _ lines: [SearchedLine]) -> [Int: SearchedLine]? {
    state.withLock { state in
      for (place, line) in zip(lot, lines) { state.lines[place] = line }
      state.lotsLeft -= 1
      return state.lotsLeft == 0 ? state.lines : nil
    }
  }
}
