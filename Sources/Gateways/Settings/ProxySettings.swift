/// An HTTP proxy: CONNECT for https, the absolute form for plain http.
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
