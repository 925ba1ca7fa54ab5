import Documents
import Ledgers
import Translation

/// Counts documents whose number is taken by other content, many at a time: an all-or-nothing file has to know before anything is sent.
struct ConflictWatch {
  private static let chunk = 500

  let context: JourneyContext
  let interchange: ClaimedInterchange
  private var keys: [DocumentKey] = []
  private var fingerprints: [Fingerprint] = []
  private(set) var count = 0
  private let kind: Kind
  private var content: CanonicalContent

  init(context: JourneyContext, interchange: ClaimedInterchange, kind: Kind) {
    self.context = context
    self.interchange = interchange
    self.kind = kind
    content = CanonicalContent(layout: kind.layout)
  }

  mutating func see(_ document: Document) async throws(LedgerError) {
    guard let number = document.number else { return }
    keys.append(interchange.handling.key(kind: kind, number: number))
    fingerprints.append(content.fingerprint(of: document))
    if keys.count == Self.chunk { try await finish() }
  }

  mutating func finish() async throws(LedgerError) {
    guard !keys.isEmpty else { return }
    let taken = try await context.ledger.taken(keys)
    for (holder, fingerprint) in zip(taken, fingerprints) {
      guard let holder, holder.document.interchange != interchange.number else { continue }
      if holder.fingerprint != fingerprint { count += 1 }
    }
    keys.removeAll()
    fingerprints.removeAll()
  }
}
