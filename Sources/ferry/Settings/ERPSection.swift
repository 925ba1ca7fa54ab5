import Contracts
import Documents
import Gateways
import SystemPackage
import Yams

/// The keys of `erp`, and of each target under `targets` that is an ERP facade.
struct ERPSection {
  let section: SettingsSection
  let name: String
  let base: FilePath
  let secrets: Settings.Secrets

  private var notes: SettingsNotes { section.notes }

  func read() -> TargetSettings {
    var target = TargetSettings(.erp, name: name, section: section.path.joined(separator: "."))
    if let baseURL = section.text("base_url") { target.baseURL = baseURL }
    if notes.places[section.name("base_url")] == nil {
      section.isMissing("base_url", expected: "the address of the ERP facade, for example https://erp.example.com/v1")
    }
    if let concurrency = section.integer("concurrency", in: 1...1000) { target.concurrency = concurrency }
    if let size = section.integer("batch_size", in: 1...1000) { target.batchSize = size }
    if let flag = section.boolean("repeated_orders_are_recognised") { target.repeatedOrdersAreRecognised = flag }
    let credentials = credentials()
    var settings = ERPSettings(baseURL: target.baseURL, credentials: credentials ?? .bearer(Secret([])))
    settings.target = name
    settings.concurrency = target.concurrency
    TransportKeys(section: section, base: base, secrets: secrets).read(into: &settings.connection)
    if let timeout = section.duration("order_timeout", isPositive: true) { settings.orderTimeout = timeout }
    if let flag = section.boolean("retry_503") { settings.retry503 = flag }
    section.finish()
    if credentials != nil { target.connection = .erp(settings) }
    return target
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
}
