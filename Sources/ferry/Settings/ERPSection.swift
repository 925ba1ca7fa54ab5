import Contracts
import Documents
import Gateways
import SystemPackage
import Yams

/// The keys of `erp` and of each target under `targets`.
struct ERPSection {
  private let section: SettingsSection
  private let name: String
  private let base: FilePath
  private let secrets: Settings.Secrets

  init(_ section: SettingsSection, name: String, base: FilePath, secrets: Settings.Secrets) {
    self.section = section
    self.name = name
    self.base = base
    self.secrets = secrets
  }

  private var notes: SettingsNotes { section.notes }

  func read() -> TargetSettings {
    let baseURL = section.text("base_url")
    if notes.places[section.name("base_url")] == nil {
      section.isMissing("base_url", expected: "the address of the ERP facade, for example https://erp.example.com/v1")
    }
    var target = TargetSettings(name: name, baseURL: baseURL ?? "")
    if let concurrency = section.integer("concurrency", in: 1...1000) { target.concurrency = concurrency }
    if let size = section.integer("batch_size", in: 1...1000) { target.batchSize = size }
    if let flag = section.boolean("repeated_orders_are_recognised") { target.repeatedOrdersAreRecognised = flag }
    let credentials = credentials()
    var connection = ERPSettings(baseURL: target.baseURL, credentials: credentials ?? .bearer(Secret([])))
    connection.target = name
    connection.section = section.path.joined(separator: ".")
    connection.concurrency = target.concurrency
    connection.version = Ferry.version
    readTransport(into: &connection)
    section.finish()
    if credentials != nil { target.connection = connection }
    return target
  }

  private func readTransport(into connection: inout ERPSettings) {
    if let timeout = section.duration("timeout", isPositive: true) { connection.timeout = timeout }
    if let timeout = section.duration("order_timeout", isPositive: true) { connection.orderTimeout = timeout }
    if let timeout = section.duration("connect_timeout", isPositive: true) { connection.connectTimeout = timeout }
    if let timeout = section.duration("idle_timeout", isPositive: true) { connection.idleTimeout = timeout }
    if let flag = section.boolean("retry_503") { connection.retry503 = flag }
    if let flag = section.boolean("allow_plain_http") { connection.allowPlainHTTP = flag }
    connection.caFile = section.path("ca_file", below: base)?.string
    connection.proxy = proxy()
  }

  // MARK: credentials

  /// nil: left out, or wrong and reported.
  private func credentials() -> ERPSettings.Credentials? {
    let token = section.section("token")
    defer { token.finish() }
    let mistakes = notes.mistakes.count
    let bearer = SecretReference("bearer", in: token, below: base)
    let signing = SecretReference("signing_key", in: token, below: base)
    let encryption = SecretReference("encryption_key", in: token, below: base)
    let algorithm = token.choice("algorithm", TokenSettings.Algorithm.allCases)
    let lifetime = token.duration("lifetime", isPositive: true)
    let claims = token.section("claims").nodes().map { JSONValue.Member($0.name, Self.json($0.node)) }
    guard notes.mistakes.count == mistakes else { return nil }
    if let bearer {
      guard signing == nil, encryption == nil else {
        notes.mistake(
          notes.places[token.name("bearer")] ?? token.place,
          "\(token.name("bearer")) stands beside keys; expected either a static token or keys")
        return nil
      }
      guard secrets == .resolved else { return nil }
      return bearer.resolve(notes).map { .bearer($0) }
    }
    if signing == nil { token.isMissing("signing_key", expected: "env:NAME or file:PATH; or a static token as \(token.name("bearer"))") }
    if encryption == nil, signing != nil { token.isMissing("encryption_key", expected: "env:NAME or file:PATH of the 32-byte key") }
    guard let signing, let encryption, secrets == .resolved else { return nil }
    let keys = (signing.resolve(notes), encryption.resolve(notes))
    guard let signingKey = keys.0, let encryptionKey = keys.1 else { return nil }
    var made = TokenSettings(signingKey: signingKey, encryptionKey: encryptionKey)
    if let algorithm { made.algorithm = algorithm }
    if let lifetime { made.lifetime = lifetime }
    made.claims = claims
    return .token(made)
  }

  /// A claim as JSON: `5` and `true` as such, `"5"` as text.
  private static func json(_ node: Node) -> JSONValue {
    if let sequence = node.sequence { return .array(sequence.map(json)) }
    if let mapping = node.mapping { return .object(mapping.map { JSONValue.Member($0.key.string ?? "", json($0.value)) }) }
    guard let scalar = node.scalar else { return .null }
    guard scalar.style == .plain else { return .string(scalar.string) }
    if scalar.string == "true" || scalar.string == "false" { return .boolean(scalar.string == "true") }
    let isNumber = (try? JSONReader.read(Array(scalar.string.utf8))).map { if case .number = $0 { true } else { false } } ?? false
    return isNumber ? .number(scalar.string) : .string(scalar.string)
  }

  // MARK: proxy

  private func proxy() -> ProxySettings? {
    guard
      section.hasSection("proxy")
        || !notes.environment.keys.filter({ $0.hasPrefix(SettingsSection.variable(section.path + ["proxy"])) }).isEmpty
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
      if notes.places[proxy.name("url")] == nil { proxy.isMissing("url", expected: "an address as http://proxy.example.com:3128") }
      return nil
    }
    guard let user else { return ProxySettings(host: host, port: port) }
    guard let password else {
      if notes.places[proxy.name("password")] == nil { proxy.isMissing("password", expected: "env:NAME or file:PATH") }
      return nil
    }
    guard secrets == .resolved, let secret = password.resolve(notes) else { return nil }
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
