import Contracts
import Documents
import Gateways
import Journeys
import Logging
import Mailboxes
import SystemPackage
import Testing
import Translation

@testable import ferry

@Suite struct SettingsTests {
  private static let whole = """
    folders: { inbox: in, outbox: /srv/out, error: error, archive: archive, state: var }
    outbox_mode: "0644"
    rest_period: 500ms
    poll_interval: 2s
    policy: all-or-nothing
    hold_patience: 0s
    give_up_after: 5m
    time_zone: Europe/Paris
    journeys: 3
    max_document_lines: 50
    max_body: 2MB
    marker_required: done
    log: { format: json, level: debug }
    erp:
      base_url: https://erp.example.com/v1
      token:
        signing_key: env:SIGNING
        encryption_key: file:key|hex
        algorithm: RS256
        claims: { iss: ferry, aud: [a, b], level: 5, text: "5", on: true }
        lifetime: 10m
      timeout: 3s
      order_timeout: 4s
      connect_timeout: 5s
      idle_timeout: 6s
      concurrency: 7
      retry_503: false
      batch_size: 9
      ca_file: ca.pem
      proxy: { url: "http://proxy:3128", user: u, password: "env:PROXY" }
    schneider:
      base_url: https://api.se.com
      token_url: https://api.se.com/token
      client_id: env:FERRY_SE_CLIENT_ID
      client_secret: env:FERRY_SE_CLIENT_SECRET
      order_status_path: /v1/supply-chain/partner-order-status
      product_availability_path: /v2/sales-operation/product-availability
      ship_to: "1234567890"
      concurrency: 9
      authentication: body
      page_size: 100
      slash: _
      parameters: { quantity: q, ship_to: st, order_status: os, purchaser_id: purchaser-id, page_size: ps, page: p }
      timeout: 7s
      connect_timeout: 8s
      idle_timeout: 9s
      ca_file: se.pem
      proxy: http://proxy:3129
    targets:
      second: { base_url: "http://127.0.0.1:1/v1", token: { bearer: "env:SIGNING" }, allow_plain_http: true }
      other-account: { type: schneider, base_url: "https://preprod.se.com", client_id: "env:SIGNING", client_secret: "env:PROXY",
        order_status_path: /v1/supply-chain/order-status/ }
    plan_step: { orders: incomplete, back_order: available }
    track: true
    track_interval: 2h
    track_for: 48h
    track_calls: 7
    defaults: { currency: EUR, warehouse_id: "0068", urgent: false, operator: { email: edi@example.com } }
    partners:
      acme: { target: second, order_number_prefix: "A-", defaults: { currency: USD }, rest_period: 0s, policy: partial, marker_required: .ok,
        schneider: other-account, availability: schneider, plan_step: { back_order: primary, force_primary_warehouse: true }, track: false }
      se: { target: other-account, plan_step: { orders: never }, defaults: { ship_to: "2" } }
      plain: {}
      bare:
    """

  private func load(_ yaml: String, _ environment: [String: String] = [:], secrets: Settings.Secrets = .resolved) throws -> (
    Settings, TemporaryFolder
  ) {
    let folder = try TemporaryFolder()
    try folder.write("key", String(repeating: "0f", count: 32) + "\r\n")
    let file = try folder.write("ferry.yaml", yaml).string
    return (try Settings.load(file: file, environment: environment, secrets: secrets), folder)
  }

  private static let secrets = [
    "SIGNING": "secret-signing-key", "PROXY": "secret-proxy", "FERRY_SE_CLIENT_ID": "secret-id", "FERRY_SE_CLIENT_SECRET": "secret-secret",
  ]

  private func whole(_ more: [String: String] = [:]) throws -> (Settings, TemporaryFolder) {
    try load(Self.whole, Self.secrets.merging(more) { $1 })
  }

  @Test func `folders are relative to the settings file`() throws {
    let (settings, folder) = try whole()
    #expect(settings.folders.inbox == folder.path.appending("in"))
    #expect(settings.folders.outbox == "/srv/out")
    #expect(settings.folders.outboxMode == [.ownerReadWrite, .groupRead, .otherRead])
  }

  @Test func `general settings are taken`() throws {
    let (settings, _) = try whole()
    #expect(settings.pollInterval == .seconds(2))
    #expect(settings.holdPatience == .zero)
    #expect(settings.giveUpAfter == .seconds(300))
    #expect(settings.timeZone == "Europe/Paris")
    #expect(settings.journeys == 3)
    #expect(settings.log == LogSettings(format: .json, level: .debug))
    #expect(settings.tracking == Tracking(interval: .seconds(7200), age: .seconds(172_800), callsPerRound: 7))
    #expect(settings.holderSettings().tracking == settings.tracking)
  }

  @Test func `partners inherit and override`() throws {
    let (settings, _) = try whole()
    #expect(settings.partnerNames == ["default", "acme", "bare", "plain", "se"])
    let defaults = ["currency": "EUR", "warehouse_id": "0068", "urgent": "false", "operator_email": "edi@example.com"]
    let limits = Handling.Limits(documentLines: 50, body: 2 << 20)
    var addresses = SchneiderAddresses()
    addresses.pageSize = 100
    addresses.slash = "_"
    (addresses.quantityName, addresses.shipToName, addresses.orderStatusName) = ("q", "st", "os")
    (addresses.purchaserIDName, addresses.pageSizeName, addresses.pageName) = ("purchaser-id", "ps", "p")
    #expect(
      settings.partners["plain"]?.handling
        == Handling(
          partner: "plain", targets: Handling.Targets(erp: "erp", schneider: "schneider"), policy: .allOrNothing,
          defaults: defaults.merging(["ship_to": "1234567890"]) { $1 }, limits: limits, batchSize: 9,
          planStep: PlanStep(isOn: true, backOrder: .available), isTracked: true, schneider: addresses))
    #expect(settings.partners["plain"]?.markerRequired == ".done")
    let acme = settings.partners["acme"]
    var moved = SchneiderAddresses()
    moved.orderStatusPath = "/v1/supply-chain/order-status"
    #expect(
      acme?.handling
        == Handling(
          partner: "acme", targets: Handling.Targets(erp: "second", schneider: "other-account", availability: .schneider),
          policy: .partial, defaults: defaults.merging(["currency": "USD"]) { $1 }, orderNumberPrefix: "A-", limits: limits, batchSize: 100,
          planStep: PlanStep(isOn: true, backOrder: .primary, forcePrimaryWarehouse: true), isTracked: false, schneider: moved))
    let se = settings.partners["se"]?.handling
    #expect(se?.targets == Handling.Targets(erp: "erp", schneider: "other-account", availability: .schneider))
    #expect(se?.planStep == PlanStep(isOn: false, backOrder: .available))
    #expect(se?.defaults["ship_to"] == "2")
    #expect(acme?.restPeriod == .zero)
    #expect(acme?.markerRequired == ".ok")
  }

  @Test func `a target's settings reach its gateway`() throws {
    let (settings, folder) = try whole()
    let erp = try #require(settings.targets["erp"]?.erp)
    #expect(erp.section == "erp")
    #expect(erp.baseURL == "https://erp.example.com/v1")
    #expect([erp.timeout, erp.orderTimeout, erp.connectTimeout, erp.idleTimeout] == [.seconds(3), .seconds(4), .seconds(5), .seconds(6)])
    #expect(erp.concurrency == 7)
    #expect(!erp.retry503)
    #expect(erp.caFile == folder.path.appending("ca.pem").string)
    #expect(erp.proxy?.host == "proxy")
    #expect(erp.proxy?.port == 3128)
    #expect(erp.proxy?.credentials?.password.reveal() == Array("secret-proxy".utf8))
    guard case .token(let token) = erp.credentials else {
      Issue.record("expected a token")
      return
    }
    #expect(token.algorithm == .rs256)
    #expect(token.signingKey.reveal() == Array("secret-signing-key".utf8))
    #expect(token.encryptionKey.reveal() == Array(repeating: 0x0F, count: 32))
    #expect(token.lifetime == .seconds(600))
    #expect(
      token.claims == [
        .init("iss", .string("ferry")), .init("aud", .array([.string("a"), .string("b")])), .init("level", .number("5")),
        .init("text", .string("5")), .init("on", .boolean(true)),
      ])
    #expect(settings.targets["second"]?.erp?.section == "targets.second")
    #expect(settings.targets["second"]?.erp?.allowPlainHTTP == true)
  }

  @Test func `an account's settings reach its gateway`() throws {
    let (settings, folder) = try whole(["FERRY_SCHNEIDER_CLIENT_SECRET": "secret-given"])
    let schneider = try #require(settings.targets["schneider"]?.schneider)
    #expect(schneider.section == "schneider")
    #expect(schneider.target == "schneider")
    #expect(schneider.baseURL == "https://api.se.com")
    #expect(schneider.tokenURL == "https://api.se.com/token")
    #expect([schneider.timeout, schneider.connectTimeout, schneider.idleTimeout] == [.seconds(7), .seconds(8), .seconds(9)])
    #expect(schneider.concurrency == 9)
    #expect(settings.holderSettings().targets["schneider"]?.concurrency == 9)
    #expect(schneider.authentication == .body)
    #expect(schneider.clientID.reveal() == Array("secret-id".utf8))
    #expect(schneider.clientSecret.reveal() == Array("secret-given".utf8))
    #expect(schneider.caFile == folder.path.appending("se.pem").string)
    #expect(schneider.proxy?.port == 3129)
    let other = try #require(settings.targets["other-account"]?.schneider)
    #expect(other.section == "targets.other-account")
    #expect(other.target == "other-account")
    #expect(other.tokenURL == "https://preprod.se.com/token")
    #expect(other.authentication == .basic)
    #expect(other.concurrency == 10)
  }

  private static let account = #"base_url: "https://x", client_id: "env:ID", client_secret: "env:ID""#

  @Test func `an account alone is enough`() throws {
    let (settings, _) = try load("schneider: { \(Self.account) }\npartners: { acme: {} }\n", ["ID": "i"])
    #expect(settings.targets.keys.sorted() == ["schneider"])
    for partner in ["default", "acme"] {
      let handling = try #require(settings.partners[partner]?.handling)
      #expect(handling.targets == Handling.Targets(erp: nil, schneider: "schneider", availability: .schneider))
      #expect(handling.finding(ofFile: "orders.csv", of: .orders) != nil)
      #expect(handling.finding(ofFile: "availability.csv", of: .availability) == nil)
      #expect(handling.finding(ofFile: "se-orders.csv", of: .seOrders) == nil)
    }
    let (fromEnvironment, _) = try load(
      "policy: partial\n",
      ["FERRY_SCHNEIDER_BASE_URL": "https://x", "FERRY_SCHNEIDER_CLIENT_ID": "i", "FERRY_SCHNEIDER_CLIENT_SECRET": "s"])
    #expect(fromEnvironment.targets["schneider"]?.schneider?.clientID.reveal() == Array("i".utf8))
  }

  @Test func `a partner without any target has its files refused`() throws {
    let (settings, _) = try load(
      "targets: { one: { type: schneider, \(Self.account) } }\npartners: { acme: { target: one } }\n", ["ID": "i"])
    #expect(settings.partners["default"]?.handling.targets == Handling.Targets(erp: nil))
    #expect(settings.partners["default"]?.handling.finding(ofFile: "orders.csv", of: .orders) != nil)
    #expect(settings.partners["acme"]?.handling.targets == Handling.Targets(erp: nil, schneider: "one", availability: .schneider))
  }

  @Test func `availability of a partner that names an ERP goes there, though the only target without a name is an account`() throws {
    let (settings, _) = try load(
      """
      targets: { north: { base_url: "https://x", token: { bearer: "env:ID" } } }
      schneider: { \(Self.account) }
      partners: { acme: { target: north }, other: {} }
      """, ["ID": "i"])
    #expect(settings.partners["acme"]?.handling.targets == Handling.Targets(erp: "north", schneider: "schneider", availability: .erp))
    #expect(settings.partners["other"]?.handling.targets.availability == .schneider)
  }

  @Test(arguments: [API.erp, .schneider])
  func `availability goes where the settings say`(_ api: API) throws {
    let (settings, _) = try load(
      """
      erp: { base_url: "https://x", token: { bearer: "env:ID" } }
      schneider: { \(Self.account) }
      availability: \(api.rawValue)
      partners: { as: {}, e: { availability: erp }, s: { availability: schneider }, account: { target: schneider } }
      """, ["ID": "i"])
    let found = settings.partners.mapValues(\.handling.targets.availability)
    #expect(found == ["default": api, "as": api, "e": .erp, "s": .schneider, "account": .schneider])
    #expect(settings.partners["account"]?.handling.targets.erp == "erp")
  }

  @Test func `defaults hold where nothing is said`() throws {
    let (settings, folder) = try load("erp: { base_url: \"https://x\", token: { bearer: \"env:B\" } }", ["B": "t"])
    #expect(settings.folders == FolderSettings.standard(below: folder.path))
    #expect(settings.partners["default"]?.handling == Handling())
    #expect(settings.partners["default"]?.restPeriod == nil)
    #expect(settings.holderSettings().pollInterval == .seconds(1))
    #expect(settings.holderSettings().giveUpAfter == .seconds(86_400))
    #expect(settings.holderSettings().journeysAtOnce == 16)
    #expect(settings.timeZone == nil)
    #expect(settings.tracking == Tracking())
  }

  @Test func `the environment goes before the file`() throws {
    let (settings, _) = try whole([
      "FERRY_ERP_BASE_URL": "https://other.example.com", "FERRY_ERP_TOKEN_SIGNING_KEY": "c2VjcmV0|base64", "FERRY_POLL_INTERVAL": "7s",
      "FERRY_FOLDERS_STATE": "/var/lib/ferry", "FERRY_DEFAULTS_OPERATOR_LAST_NAME": "Desk", "FERRY_PARTNERS_ACME_ORDER_NUMBER_PREFIX": "Z-",
      "FERRY_LOG_LEVEL": "error", "FERRY_TARGETS_SECOND_CONCURRENCY": "2", "FERRY_SOMETHING_ELSE": "ignored", "FERRY_CONFIG": "ignored",
    ])
    #expect(settings.targets["erp"]?.baseURL == "https://other.example.com")
    guard case .token(let token) = settings.targets["erp"]?.erp?.credentials else {
      Issue.record("expected a token")
      return
    }
    #expect(token.signingKey.reveal() == Array("secret".utf8))
    #expect(settings.pollInterval == .seconds(7))
    #expect(settings.folders.state == "/var/lib/ferry")
    #expect(settings.partners["plain"]?.handling.defaults["operator_last_name"] == "Desk")
    #expect(settings.partners["acme"]?.handling.orderNumberPrefix == "Z-")
    #expect(settings.log.level == .error)
    #expect(settings.targets["second"]?.concurrency == 2)
  }

  @Test func `a target can come from the environment alone`() throws {
    let (settings, _) = try load("policy: partial\n", ["FERRY_ERP_BASE_URL": "https://x", "FERRY_ERP_TOKEN_BEARER": "abc"])
    guard case .bearer(let secret) = settings.targets["erp"]?.erp?.credentials else {
      Issue.record("expected a static token")
      return
    }
    #expect(secret.reveal() == Array("abc".utf8))
  }

  @Test func `commands that make no calls need no secrets`() throws {
    let (settings, _) = try load(Self.whole, secrets: .leftOut)
    #expect(settings.targets["erp"]?.connection == nil)
    #expect(settings.targets["erp"]?.baseURL == "https://erp.example.com/v1")
  }

  @Test func `no description of the settings shows a secret`() throws {
    let (settings, _) = try whole(["FERRY_ERP_TOKEN_BEARER": ""])  // empty: not set
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(settings)", String(reflecting: settings), dumped] {
      #expect(!text.contains("secret-signing-key"))
      #expect(!text.contains("secret-proxy"))
      #expect(!text.contains("secret-id"))
      #expect(!text.contains("secret-secret"))
    }
  }

  @Test func `a mistake beside a secret does not show it`() throws {
    let yaml =
      "erp: { base_url: \"https://x\", token: { signing_key: hunter2, bearer: hunter3 }, proxy: { host: h, user: u, password: hunter4 } }"
    let error = #expect(throws: SettingsError.self) { try load(yaml) }
    #expect(error?.mistakes.count == 3)
    #expect(error?.description.contains("hunter") == false)
  }

  @Test func `a gateway's message stands at the setting it speaks of`() async throws {
    let (settings, folder) = try load("erp:\n  base_url: http://erp.example.com\n  token: { bearer: \"env:B\" }\n", ["B": "t"])
    let error = await #expect(throws: SettingsError.self) {
      try await OpenGateways.open(settings, logger: LineLogHandler.logger(LogSettings())).shutdown()
    }
    #expect(
      error?.description
        == "\(folder.path)/ferry.yaml:2:13: erp.base_url is plain http to erp.example.com: orders and tokens would be readable on the way; "
        + "use https, or set erp.allow_plain_http: true")
  }
}

extension TargetSettings {
  var erp: ERPSettings? { if case .erp(let settings) = connection { settings } else { nil } }
  var schneider: SchneiderSettings? { if case .schneider(let settings) = connection { settings } else { nil } }
}
