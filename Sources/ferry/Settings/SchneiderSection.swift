import Documents
import Gateways
import SystemPackage
import Translation

/// The keys of `schneider`, and of each target under `targets` with `type: schneider`.
struct SchneiderSection {
  let section: SettingsSection
  let name: String
  let base: FilePath
  let secrets: Settings.Secrets

  private var notes: SettingsNotes { section.notes }

  func read() -> TargetSettings {
    var target = TargetSettings(.schneider, name: name, section: section.path.joined(separator: "."))
    if let baseURL = section.text("base_url") { target.baseURL = baseURL }
    if notes.places[section.name("base_url")] == nil {
      section.isMissing("base_url", expected: "the address of Schneider Electric's APIs, for example https://api.se.com")
    }
    target.tokenURL = section.text("token_url") ?? "\(target.baseURL)/token"
    target.shipTo = section.text("ship_to")
    if let concurrency = section.integer("concurrency", in: 1...10) { target.concurrency = concurrency }
    readAddresses(into: &target.addresses)
    let authentication = section.choice("authentication", SchneiderSettings.Authentication.allCases)
    let credentials = credentials()
    var settings = SchneiderSettings(
      baseURL: target.baseURL, tokenURL: target.tokenURL, clientID: credentials?.id ?? Secret([]),
      clientSecret: credentials?.secret ?? Secret([]))
    settings.target = name
    settings.concurrency = target.concurrency
    if let authentication { settings.authentication = authentication }
    TransportKeys(section: section, base: base, secrets: secrets).read(into: &settings.connection)
    section.finish()
    if credentials != nil { target.connection = .schneider(settings) }
    return target
  }

  /// nil: left out, or wrong and reported.
  private func credentials() -> (id: Secret, secret: Secret)? {
    func reference(_ key: String) -> SecretReference? {
      let reference = SecretReference(key, in: section, below: base)
      if notes.places[section.name(key)] == nil { section.isMissing(key, expected: "env:NAME or file:PATH") }
      return reference
    }
    let references = (reference("client_id"), reference("client_secret"))
    guard let id = references.0, let secret = references.1, secrets == .resolved else { return nil }
    let resolved = (id.resolve(notes), secret.resolve(notes))
    guard let id = resolved.0, let secret = resolved.1 else { return nil }
    return (id, secret)
  }

  // MARK: addresses

  private func readAddresses(into addresses: inout SchneiderAddresses) {
    let path = "a path that begins with a slash, for example /v1/supply-chain/order-status"
    if let set = section.value("order_status_path", expected: path, Self.path) { addresses.orderStatusPath = set }
    if let set = section.value("product_availability_path", expected: path, Self.path) { addresses.productAvailabilityPath = set }
    if let size = section.integer("page_size", in: 1...1000) { addresses.pageSize = size }
    if let slash = section.value("slash", expected: "characters of a path without a slash, for example %2F or _", Self.substitute) {
      addresses.slash = slash
    }
    let parameters = section.section("parameters")
    let names: [(String, WritableKeyPath<SchneiderAddresses, String>)] = [
      ("quantity", \.quantityName), ("ship_to", \.shipToName), ("order_status", \.orderStatusName), ("purchaser_id", \.purchaserIDName),
      ("page_size", \.pageSizeName), ("page", \.pageName),
    ]
    for (key, name) in names {
      if let set = parameters.text(key) { addresses[keyPath: name] = set }
    }
    parameters.finish()
  }

  /// Without the slash at its end.
  private static func path(_ text: String) -> String? {
    let path = text.hasSuffix("/") ? String(text.dropLast()) : text
    return text.hasPrefix("/") && isPlain(path) ? path : nil
  }

  private static func substitute(_ text: String) -> String? {
    let escapes = text.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
    let isEscaped = escapes.allSatisfy { $0.count >= 2 && $0.prefix(2).allSatisfy(\.isHexDigit) }
    return !text.isEmpty && !text.contains("/") && isPlain(text) && isEscaped ? text : nil
  }

  /// Goes into a path as it is.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"?#".utf8.contains($0) }
  }
}
