import Gateways
import SystemPackage

/// The keys that every target has, whatever its API: how it is reached and how long it is waited for.
struct TransportKeys {
  let section: SettingsSection
  let base: FilePath
  let secrets: Settings.Secrets

  func read(into connection: inout ConnectionSettings) {
    if let timeout = section.duration("timeout", isPositive: true) { connection.timeout = timeout }
    if let timeout = section.duration("connect_timeout", isPositive: true) { connection.connectTimeout = timeout }
    if let timeout = section.duration("idle_timeout", isPositive: true) { connection.idleTimeout = timeout }
    if let flag = section.boolean("allow_plain_http") { connection.allowPlainHTTP = flag }
    connection.caFile = section.path("ca_file", below: base)?.string
    connection.proxy = proxy()
    connection.section = section.path.joined(separator: ".")
    connection.version = Ferry.version
  }

  private func proxy() -> ProxySettings? {
    guard
      section.hasSection("proxy")
        || !section.notes.environment.keys.filter({ $0.hasPrefix(SettingsSection.variable(section.path + ["proxy"])) }).isEmpty
    else {
      return section.value("proxy", expected: "an address as http://proxy.example.com:3128", Self.address).map {
        ProxySettings(host: $0.0, port: $0.1)
      }
    }
    let proxy = section.section("proxy")
    defer { proxy.finish() }
    let address = proxy.value("url", expected: "an address as http://proxy.example.com:3128", Self.address)
    let host = proxy.text("host") ?? address?.0
    let port = proxy.integer("port", in: 1...65_535) ?? address?.1 ?? 3128
    let user = proxy.text("user")
    let password = SecretReference("password", in: proxy, below: base)
    guard let host else {
      if section.notes.places[proxy.name("url")] == nil { proxy.isMissing("url", expected: "an address as http://proxy.example.com:3128") }
      return nil
    }
    guard let user else { return ProxySettings(host: host, port: port) }
    guard let password else {
      if section.notes.places[proxy.name("password")] == nil { proxy.isMissing("password", expected: "env:NAME or file:PATH") }
      return nil
    }
    guard secrets == .resolved, let secret = password.resolve(section.notes) else { return nil }
    return ProxySettings(host: host, port: port, credentials: (user, secret))
  }

  /// `http://host:port`; nothing before or behind it.
  private static func address(_ text: String) -> (String, Int)? {
    guard text.hasPrefix("http://") else { return nil }
    var rest = text.dropFirst("http://".count)
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard !rest.contains(where: { "/@?#".contains($0) }), let colon = rest.lastIndex(of: ":") else { return nil }
    guard let port = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(port), colon > rest.startIndex else { return nil }
    return (String(rest[..<colon]), port)
  }
}
