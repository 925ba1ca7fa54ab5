/// A claimed file at its admission.
package struct Admission: Sendable, Hashable {
  /// Made at the claim; also the name of the claim's folder.
  package let id: String
  package let partner: String
  /// As it was dropped.
  package let fileName: String
  /// The settings it is handled with to its end, as JSON; kept once for equal ones.
  package let profile: String

  package init(id: String, partner: String, fileName: String, profile: String) {
    self.id = id
    self.partner = partner
    self.fileName = fileName
    self.profile = profile
  }
}
