/// Asks the holder to put the original bytes of an interchange back into the inbox.
package struct ReplayRequest: Sendable, Hashable {
  package typealias ID = Int64

  package let id: ID
  package let interchange: Interchange.Number
  package let user: String
  /// RFC 3339 UTC.
  package let createdAt: String
}
