/// An original that the ledger does not know, or does not know the end of.
package struct KeptOriginal: Sendable, Hashable {
  package let admission: Admission
  /// The file may have been answered under any of these.
  package let stems: [String]
  package let path: String
  package let isCertain: Bool
  package let isClaimed: Bool

  /// `isCertain`: the file is this partner's; else it may be another one's, who may have got an answer for it. `isClaimed`: it was not put away,
  /// and would be sent by itself.
  package init(admission: Admission, stems: [String], path: String, isCertain: Bool, isClaimed: Bool = false) {
    self.admission = admission
    self.stems = stems
    self.path = path
    self.isCertain = isCertain
    self.isClaimed = isClaimed
  }
}
