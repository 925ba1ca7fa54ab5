/// The last word on an interchange: how many documents ended how, and where its file goes.
package struct Settlement: Sendable, Hashable, Codable {
  package enum Place: String, Sendable, Hashable, Codable { case archive, error }
  /// Why a file stands in the error folder.
  package enum Reason: String, Sendable, Hashable, Codable { case invalid, undeliverable, grew, poisoned }

  package var place: Place
  package var reason: Reason?
  /// By state, in words of the ledger: `accepted`, `refused`, …
  package var counts: [String: Int]

  package init(place: Place, reason: Reason? = nil, counts: [String: Int]) {
    self.place = place
    self.reason = reason
    self.counts = counts
  }
}
