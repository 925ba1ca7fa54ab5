/// An answer file between its last byte and its final name.
package struct AnswerFile: Sendable, Hashable, Codable {
  /// Names in the partner's outbox, not paths.
  package let temporaryName: String
  package let finalName: String
  package let sha256: String

  package init(temporaryName: String, finalName: String, sha256: String) {
    self.temporaryName = temporaryName
    self.finalName = finalName
    self.sha256 = sha256
  }
}
