/// A Schneider Electric account's part of the settings, as values. Nothing is checked before `SchneiderGateway` is made of it.
@dynamicMemberLookup
package struct SchneiderSettings: Sendable {
  package var connection: ConnectionSettings
  /// `https://api.se.com/token`; the rules for `baseURL` hold for it too.
  package var tokenURL: String
  package var clientID: Secret
  package var clientSecret: Secret
  package var authentication = Authentication.basic

  /// How the client shows who it is when it asks for a token (RFC 6749 section 2.3.1).
  package enum Authentication: String, Sendable, CaseIterable {
    /// HTTP Basic.
    case basic
    /// `client_id` and `client_secret` in the form.
    case body
  }

  /// 10 calls in flight: the published limit, and the most that is accepted.
  package init(baseURL: String, tokenURL: String, clientID: Secret, clientSecret: Secret) {
    connection = ConnectionSettings(target: "schneider", baseURL: baseURL, concurrency: 10)
    self.tokenURL = tokenURL
    self.clientID = clientID
    self.clientSecret = clientSecret
  }

  package subscript<Value>(dynamicMember key: WritableKeyPath<ConnectionSettings, Value>) -> Value {
    get { connection[keyPath: key] }
    set { connection[keyPath: key] = newValue }
  }
}
