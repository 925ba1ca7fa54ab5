/// What every target over HTTP needs, whatever its API: where it is, how long it is waited for, how the connection is made.
package struct ConnectionSettings: Sendable {
  /// Name in ledger and messages.
  package var target: String
  /// Where the target stands in the settings; messages name its keys by it.
  package var section: String
  /// `https://erp.example.com/v1`: scheme, host, optional port and path; no user, query or fragment.
  package var baseURL: String
  /// From the call to the last byte of its response, for calls that may be repeated.
  package var timeout: Duration = .seconds(30)
  /// Name, connection, proxy and TLS together; also the longest wait for a free connection.
  package var connectTimeout: Duration = .seconds(10)
  /// Calls in flight at once. Nothing here holds back more of them: they wait for a connection, and fail after `connectTimeout`.
  package var concurrency: Int
  /// Connections that idled this long are closed, so that no call meets one which the target gives up at the same moment.
  package var idleTimeout: Duration = .seconds(4)
  /// PEM certificates that are trusted besides the system's.
  package var caFile: String?
  package var proxy: ProxySettings?
  /// Plain http to hosts other than this machine.
  package var allowPlainHTTP = false
  /// Of Ferry, for `User-Agent: ferry/<version>`.
  package var version = "dev"

  /// `target` is its section's name too, until another is given.
  package init(target: String, baseURL: String, concurrency: Int) {
    self.target = target
    section = target
    self.baseURL = baseURL
    self.concurrency = concurrency
  }

  /// The full name of a key, for messages: `erp.base_url`.
  func setting(_ key: String) -> String { section + "." + key }

  /// - Throws: `GatewayError` with code `range`, naming the key.
  func check(_ duration: Duration, _ key: String) throws(GatewayError) {
    guard duration > .zero, duration <= .seconds(86_400) else {
      throw GatewayError(.range, "\(setting(key)) is \(duration); expected more than 0s and at most 24h")
    }
  }
}
