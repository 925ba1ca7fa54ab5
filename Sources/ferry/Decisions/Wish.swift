import Documents
import Ledgers

/// What an operator wants done with a document.
struct Wish: Sendable, Hashable {
  var number: String
  var partner: String?
  var kind: Kind?
  var action: Decision.Action

  /// `ID` or `ID@DATE`; the date begins behind the last `@`.
  static func externalID(_ text: String) -> Decision.ExternalID {
    guard let at = text.lastIndex(of: "@"), at > text.startIndex else { return Decision.ExternalID(text) }
    let date = String(text[text.index(after: at)...])
    return Decision.ExternalID(String(text[..<at]), date: date.isEmpty ? nil : date)
  }

  /// An id that is named twice.
  static func repeated(_ ids: [Decision.ExternalID]) -> String? {
    var seen: Set<String> = []
    return ids.first { !seen.insert($0.id).inserted }?.id
  }

  /// Whether both may mean one document.
  func isAbout(sameAs other: Wish) -> Bool {
    number == other.number && (partner == nil || other.partner == nil || partner == other.partner)
      && (kind == nil || other.kind == nil || kind == other.kind)
  }

  /// The one document in doubt or unconfirmed that is meant.
  /// - Throws: `CommandError` with status `usage`: there is none, or several.
  func document(in ledger: SQLiteLedger) async throws -> DocumentRecord {
    let candidates = try await ledger.decidable(number: number, partner: partner, kind: kind)
    if let only = candidates.first, candidates.count == 1 { return only }
    guard candidates.isEmpty else {
      let list = candidates.map { "  \(DocumentNames.full($0.key)), \(DocumentNames.state($0.state)) since \($0.changedAt)" }
      throw CommandError(
        .usage, "there are \(candidates.count) documents \(number); choose one by --partner and --kind:\n" + list.joined(separator: "\n"))
    }
    let known = try await ledger.find(documentNumber: number, partner: partner, kind: kind)
    guard let last = known.last else {
      throw CommandError(.usage, "the ledger knows no document \(number); ferry status lists what is in doubt")
    }
    throw CommandError(
      .usage, "\(DocumentNames.full(last.key)) is \(DocumentNames.state(last.state)): only what is in doubt or unconfirmed can be decided")
  }
}
