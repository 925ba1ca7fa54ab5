import Contracts
import FoundationEssentials

/// The address of a target, checked: every call's URL begins with it.
struct BaseURL: Sendable {
  /// Without a slash at its end.
  let text: String
  let host: String

  /// - Throws: `GatewayError` with code `address` or `plainHTTP`.
  init(_ settings: ERPSettings) throws(GatewayError) {
    let setting = settings.setting("base_url")
    guard let url = URL(string: settings.baseURL), let scheme = url.scheme?.lowercased(), let host = url.host, !host.isEmpty else {
      throw GatewayError(.address, "\(setting) is no address; expected something like https://erp.example.com/v1")
    }
    guard scheme == "https" || scheme == "http" else {
      throw GatewayError(.address, "\(setting) begins with \(scheme)://; expected https://")
    }
    guard url.user == nil, url.password == nil else {
      throw GatewayError(.address, "\(setting) holds a user name; credentials belong to \(settings.setting("token"))")
    }
    guard url.query == nil, url.fragment == nil else {
      throw GatewayError(.address, "\(setting) holds a query or a fragment; expected scheme, host and path only")
    }
    guard scheme == "https" || settings.allowPlainHTTP || Self.isThisMachine(host) else {
      throw GatewayError(
        .plainHTTP,
        "\(setting) is plain http to \(host): orders and tokens would be readable on the way; "
          + "use https, or set \(settings.setting("allow_plain_http")): true")
    }
    var text = scheme + settings.baseURL.dropFirst(scheme.count)
    while text.hasSuffix("/") { text.removeLast() }
    self.text = text
    self.host = host
  }

  /// Base URL, path and encoded query.
  func url(of call: PlannedCall) -> String {
    guard !call.query.isEmpty else { return text + call.path }
    let query = call.query.map { PlannedCall.percentEncoded($0.name) + "=" + PlannedCall.percentEncoded($0.value) }
    return text + call.path + "?" + query.joined(separator: "&")
  }

  /// 127.0.0.0/8, ::1 and localhost, by the name alone: nothing is looked up.
  static func isThisMachine(_ host: String) -> Bool {
    let host = host.lowercased()
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let isAddress = parts.count == 4 && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8($0) != nil }
    return isAddress && parts[0] == "127"
  }
}
