/// An answer file between its last byte and its final name.
package struct AnswerFile: Sendable, Hashable, Codable {
  /// Names in the partner's outbox, not paths.
  package let temporaryName: String
  package let finalName: String
  package let sha256: String
  /// nil: the partner wants none.
  package let marker: Marker?

  /// An empty file that says that the answer is there; it gets its final name after the answer.
  package struct Marker: Sendable, Hashable, Codable {
    package let temporaryName: String
    package let finalName: String

    package init(temporaryName: String, finalName: String) {
      self.temporaryName = temporaryName
      self.finalName = finalName
    }
  }

  package init(temporaryName: String, finalName: String, sha256: String, marker: Marker? = nil) {
    self.temporaryName = temporaryName
    self.finalName = finalName
    self.sha256 = sha256
    self.marker = marker
  }

  /// Of the files that have no final name yet.
  package var temporaryNames: [String] { [temporaryName] + [marker?.temporaryName].compactMap(\.self) }
}
