import Contracts
import FoundationEssentials

/// An address from the settings, checked.
struct Address: Sendable {
  let text: String
  let host: String
  /// The setting that it stands in, `erp.base_url`.
  let setting: String

  /// Every call's URL begins with it; without a slash at its end. `credentials` are the settings where those belong, in words.
  /// - Throws: `GatewayError` with code `address` or `plainHTTP`.
  static func base(of connection: ConnectionSettings, credentials: String) throws(GatewayError) -> Address {
    var text = connection.baseURL
    while text.hasSuffix("/") { text.removeLast() }
    return try Address(text, key: "base_url", example: "https://erp.example.com/v1", of: connection, credentials: credentials)
  }

  /// - Throws: `GatewayError` with code `address` or `plainHTTP`.
  static func token(of settings: SchneiderSettings, credentials: String) throws(GatewayError) -> Address {
    try Address(
      settings.tokenURL, key: "token_url", example: "https://api.se.com/token", of: settings.connection, credentials: credentials)
  }

  /// Of a webhook, whose address is a secret: it may hold a query, and no message repeats it.
  /// - Throws: `GatewayError` with code `address` or `plainHTTP`.
  static func webhook(_ secret: Secret, of connection: ConnectionSettings) throws(GatewayError) -> Address {
    let text = String(decoding: secret.reveal(), as: UTF8.self)
    let setting = connection.setting("webhook")
    guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), scheme == "https" || scheme == "http",
      let host = url.host, !host.isEmpty, url.fragment == nil
    else { throw GatewayError(.address, "\(setting) is no address; expected something like https://alerts.example.com/ferry") }
    guard scheme == "https" || connection.allowPlainHTTP || isThisMachine(host) else {
      throw GatewayError(
        .plainHTTP, "\(setting) is plain http to another machine; use https, or set \(connection.setting("allow_plain_http")): true")
    }
    return Address(text: text, host: host, setting: setting)
  }

  private init(text: String, host: String, setting: String) {
    self.text = text
    self.host = host
    self.setting = setting
  }

  private init(
    _ address: String, key: String, example: String, of connection: ConnectionSettings, credentials: String
  ) throws(GatewayError) {
    setting = connection.setting(key)
    guard let url = URL(string: address), let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty else {
      throw GatewayError(.address, "\(setting) is no address; expected something like \(example)")
    }
    guard scheme == "https" || scheme == "http" else {
      throw GatewayError(.address, "\(setting) begins with \(scheme)://; expected https://")
    }
    guard url.user == nil, url.password == nil else {
      throw GatewayError(.address, "\(setting) holds a user name; credentials belong to \(credentials)")
    }
    guard url.query == nil, url.fragment == nil else {
      throw GatewayError(.address, "\(setting) holds a query or a fragment; expected scheme, host and path only")
    }
    guard scheme == "https" || connection.allowPlainHTTP || Self.isThisMachine(host) else {
      throw GatewayError(
        .plainHTTP,
        "\(setting) is plain http to \(host): orders and tokens would be readable on the way; "
          + "use https, or set \(connection.setting("allow_plain_http")): true")
    }
    text = scheme + address.dropFirst(scheme.count)
    self.host = host
  }

  /// Base URL, path and encoded query.
  func url(of call: PlannedCall) -> String {
    guard !call.query.isEmpty else { return text + call.path }
    let query = call.query.map { PlannedCall.percentEncoded($0.name) + "=" + PlannedCall.percentEncoded($0.value) }
    return text + call.path + "?" + query.joined(separator: "&")
  }

  /// 127.0.0.0/8, ::1 and localhost, by the name alone: nothing is looked up.
  private static func isThisMachine(_ host: String) -> Bool {
    let host = host.lowercased()
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let isAddress = parts.count == 4 && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8($0) != nil }
    return isAddress && parts[0] == "127"
  }
}
