import Documents
import Mailboxes
import Translation

/// What a file's answers are called: `{stem}.answer.<format>`, or as the partner's style says.
struct AnswerName: Sendable {
  /// Of a taken name another one is made: `orders.answer-2.csv`.
  let whole: FileName
  /// What the name of the empty file beside it has more; nil: there is none.
  let marker: String?

  private static let stem = "{stem}"
  private static let kind = "{kind}"
  /// Room for the numbers that a taken name gets.
  private static let room = 12

  /// `update`: which update of the answer it is, from 1; nil: the answer itself. `kind`: nil where it could not be told.
  init(of file: FileName, kind: Kind?, style: AnswerStyle?, format: DocumentReader.Format, update: Int? = nil) {
    let pattern = (style?.fileName ?? Self.stem + ".answer." + format.rawValue).replacing(Self.kind, with: kind?.rawValue ?? "unknown")
    let parts = pattern.split(separator: Self.stem, maxSplits: 1, omittingEmptySubsequences: false)
    let front = Array(parts[0].utf8) + file.stem.bytes
    var tail = parts.count == 2 ? String(parts[1]) : ""
    if let update {
      let dot = tail.lastIndex(of: ".") ?? tail.endIndex
      tail.insert(contentsOf: "-update-\(update)", at: dot)
    }
    marker = style?.marker
    // What is too long is cut where a character begins, so that the marker and a number find room, too.
    let reserve = marker.map { $0.utf8.count + Self.room } ?? 0
    let cut = (FileName(bytes: Array(front.prefix(FileName.longest))) ?? file).appending(String(repeating: "-", count: reserve) + tail)
    whole = FileName(bytes: cut.bytes.dropLast(reserve + tail.utf8.count) + Array(tail.utf8)) ?? file
  }
}
