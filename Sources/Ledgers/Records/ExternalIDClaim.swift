/// An id at the target that a document has already.
package struct ExternalIDClaim: Sendable, Hashable {
  package let externalID: String
  package let number: String
  package let partner: String
  package let kind: String
  package let state: String

  package var text: String {
    "\(externalID) is that of the \(kind == "returns" ? "return" : "order") \(number) of partner \(partner) already (\(state)); look this one's up"
  }

  package var message: String { "\(text). \(Self.remedy)" }

  package static let remedy = "Decide again with --force if it is ours all the same"
}
