/// The target's part of the settings, as values. Nothing is checked before `ERPGateway` is made of it.
package struct ERPSettings: Sendable {
  /// Name in ledger and messages.
  package var target = "erp"
  /// Where the target stands in the settings; messages name its keys by it.
  package var section = "erp"
  /// `https://erp.example.com/v1`: scheme, host, optional port and path; no user, query or fragment.
  package var baseURL: String
  package var credentials: Credentials
  /// From the call to the last byte of its response, for calls that may be repeated.
  package var timeout: Duration = .seconds(30)
  /// The same for calls that create something: a time-out costs a person.
  package var orderTimeout: Duration = .seconds(120)
  /// Name, connection, proxy and TLS together; also the longest wait for a free connection.
  package var connectTimeout: Duration = .seconds(10)
  /// Calls in flight at once. Nothing here holds back more of them: they wait for a connection, and fail after `connectTimeout`.
  package var concurrency = 8
  /// 503 to an unsafe call says that it was not carried out; if false, it leaves the document in doubt.
  package var retry503 = true
  /// Connections that idled this long are closed, so that no call meets one which the target gives up at the same moment.
  package var idleTimeout: Duration = .seconds(4)
  /// PEM certificates that are trusted besides the system's.
  package var caFile: String?
  package var proxy: ProxySettings?
  /// Plain http to hosts other than this machine.
  package var allowPlainHTTP = false
  /// Of Ferry, for `User-Agent: ferry/<version>`.
  package var version = "dev"

  package enum Credentials: Sendable {
    /// A token made here for each life time.
    case token(TokenSettings)
    /// A ready-made token, sent as it is.
    case bearer(Secret)
  }

  package init(baseURL: String, credentials: Credentials) {
    self.baseURL = baseURL
    self.credentials = credentials
  }

  /// The full name of a key, for messages: `erp.base_url`.
  func setting(_ key: String) -> String { section + "." + key }
}
