import Ledgers
import Translation

/// What asking for one tracked order or return came to.
struct TrackedLook: Sendable {
  let external: TrackedExternal
  /// nil: the target answered, and said nothing that can be used; it is asked again later.
  let sight: Sight?

  var changes: [ChangeRow] { sight?.changes ?? [] }

  private static let longestNote = 1_000

  var observation: TrackingObservation {
    TrackingObservation(
      document: external.document, externalID: external.externalID, seen: sight?.seen ?? external.seen,
      isDone: sight?.isComplete ?? false, note: note)
  }

  private var note: JournalNote? {
    let isComplete = sight?.isComplete ?? false
    guard isComplete || !changes.isEmpty else { return nil }
    let facts = changes.map(\.summary) + (isComplete ? ["complete, not asked for again"] : [])
    return JournalNote("changed", String("\(external.externalID): \(facts.joined(separator: "; "))".prefix(Self.longestNote)))
  }
}
