package import Documents

/// An order or return of the target that came of a document, and what was last heard of it.
package struct TrackedExternal: Sendable, Hashable {
  package let document: DocumentRecord.ID
  package let key: DocumentKey
  package let externalID: String
  /// Opaque text.
  package let externalDate: String?
  /// The document's `createdAt`, RFC 3339 UTC.
  package let placedAt: String
  /// The last response as the rules keep it; empty: never asked.
  package let seen: [UInt8]
  /// RFC 3339 UTC; nil: never.
  package let askedAt: String?

  package init(
    document: DocumentRecord.ID, key: DocumentKey, externalID: String, externalDate: String?, placedAt: String, seen: [UInt8] = [],
    askedAt: String? = nil
  ) {
    self.document = document
    self.key = key
    self.externalID = externalID
    self.externalDate = externalDate
    self.placedAt = placedAt
    self.seen = seen
    self.askedAt = askedAt
  }
}
