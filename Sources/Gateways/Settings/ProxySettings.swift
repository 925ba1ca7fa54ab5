/// An HTTP proxy, which is asked for a tunnel (CONNECT), for plain http too.
package struct ProxySettings: Sendable {
  package var host: String
  package var port: Int
  /// Sent to the proxy as Basic credentials.
  package var credentials: (user: String, password: Secret)?

  package init(host: String, port: Int, credentials: (user: String, password: Secret)? = nil) {
    self.host = host
    self.port = port
    self.credentials = credentials
  }
}
