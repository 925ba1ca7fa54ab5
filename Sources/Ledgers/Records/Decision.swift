package import Documents

/// What the operator decided about a document that is in doubt or unconfirmed. Written by a command, acted upon by the holder.
package struct Decision: Sendable, Hashable {
  package typealias ID = Int64

  package enum Action: Sendable, Hashable {
    /// It is there, under these ids. `force`: even where its lines differ from ours.
    case confirm([ExternalID], force: Bool)
    case resend
    /// It is not there and shall not be: the number becomes free.
    case abandon
  }

  /// An order or return as the target names it. The date is opaque text.
  package struct ExternalID: Sendable, Hashable, Codable {
    package let id: String
    package let date: String?

    package init(_ id: String, date: String? = nil) {
      self.id = id
      self.date = date
    }
  }

  package let document: DocumentRecord.ID
  package let action: Action
  package let user: String

  package init(document: DocumentRecord.ID, action: Action, user: String) {
    self.document = document
    self.action = action
    self.user = user
  }

  /// `confirm`, `resend` or `abandon`.
  package var word: String {
    switch action {
    case .confirm: "confirm"
    case .resend: "resend"
    case .abandon: "abandon"
    }
  }

  /// The state it leads to. A resent document is `sending` first; its outcome follows.
  package var state: DocumentState {
    switch action {
    case .confirm: .accepted
    case .resend: .sending
    case .abandon: .refused
    }
  }
}
