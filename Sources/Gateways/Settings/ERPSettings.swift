/// An ERP facade's part of the settings, as values. Nothing is checked before `ERPGateway` is made of it.
@dynamicMemberLookup
package struct ERPSettings: Sendable {
  package var connection: ConnectionSettings
  package var credentials: Credentials
  /// `timeout` for calls that create something: there a time-out costs a person.
  package var orderTimeout: Duration = .seconds(120)
  /// 503 to an unsafe call says that it was not carried out; if false, it leaves the document in doubt.
  package var retry503 = true

  package enum Credentials: Sendable {
    /// A token made here for each life time.
    case token(TokenSettings)
    /// A ready-made token, sent as it is.
    case bearer(Secret)
  }

  package init(baseURL: String, credentials: Credentials) {
    connection = ConnectionSettings(target: "erp", baseURL: baseURL, concurrency: 8)
    self.credentials = credentials
  }

  package subscript<Value>(dynamicMember key: WritableKeyPath<ConnectionSettings, Value>) -> Value {
    get { connection[keyPath: key] }
    set { connection[keyPath: key] = newValue }
  }
}
