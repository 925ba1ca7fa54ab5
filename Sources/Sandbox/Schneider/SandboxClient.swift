/// The one account that gets tokens for Schneider Electric's services.
package struct SandboxClient: Sendable, Equatable {
  package var id: String
  package var secret: String

  package init(id: String, secret: String) {
    self.id = id
    self.secret = secret
  }

  /// Known to everybody.
  package static let development = SandboxClient(id: "sandbox", secret: "ferry-sandbox-client-secret-known-to-all")
}

extension SandboxClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "client \(id) (secret hidden)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
