package import Documents

/// What the first reading found.
package struct Survey: Sendable, Hashable, Codable {
  /// nil where it could not be told.
  package var kind: Kind?
  package var target: String
  package var sha256: String
  package var byteCount: Int
  package var documentCount: Int
  /// Documents with findings.
  package var refusedCount: Int
  package var findingCount: Int
  /// The whole file is refused: nothing of it is sent.
  package var isRefusedWhole: Bool

  package init(
    kind: Kind?, target: String, sha256: String, byteCount: Int, documentCount: Int, refusedCount: Int, findingCount: Int,
    isRefusedWhole: Bool
  ) {
    self.kind = kind
    self.target = target
    self.sha256 = sha256
    self.byteCount = byteCount
    self.documentCount = documentCount
    self.refusedCount = refusedCount
    self.findingCount = findingCount
    self.isRefusedWhole = isRefusedWhole
  }
}
