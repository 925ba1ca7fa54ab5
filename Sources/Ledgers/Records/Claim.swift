package import Documents

/// What `begin` came to.
package enum Claim: Sendable, Hashable {
  /// `sending` is durable; send it now.
  case begun
  /// Done before with the same content; the first one's record follows.
  case duplicate(of: DocumentRecord)
  /// The number is taken by other content; the holder's record follows.
  case conflict(with: DocumentRecord)
  /// This very document has its outcome already (a restart passes over it).
  case settled(DocumentState)
}
