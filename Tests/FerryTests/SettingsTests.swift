import Contracts
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
      concurrency: 10
    targets:
      second: { base_url: "http://127.0.0.1:1/v1", token: { bearer: "env:SIGNING" }, allow_plain_http: true }
    defaults: { currency: EUR, warehouse_id: "0068", urgent: false, operator: { email: edi@example.com } }
    partners:
      acme: { target: second, order_number_prefix: "A-", defaults: { currency: USD }, rest_period: 0s, policy: partial, marker_required: .ok }
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

  private func whole(_ more: [String: String] = [:]) throws -> (Settings, TemporaryFolder) {
    try load(Self.whole, ["SIGNING": "secret-signing-key", "PROXY": "secret-proxy"].merging(more) { $1 })
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
    #expect(settings.notUsedYet == ["schneider"])
  }

  @Test func `partners inherit and override`() throws {
    let (settings, _) = try whole()
    #expect(settings.partnerNames == ["default", "acme", "bare", "plain"])
    let defaults = ["currency": "EUR", "warehouse_id": "0068", "urgent": "false", "operator_email": "edi@example.com"]
    let limits = Handling.Limits(documentLines: 50, body: 2 << 20)
    #expect(
      settings.partners["plain"]?.handling
        == Handling(partner: "plain", policy: .allOrNothing, defaults: defaults, limits: limits, batchSize: 9))
    #expect(settings.partners["plain"]?.markerRequired == ".done")
    let acme = settings.partners["acme"]
    #expect(
      acme?.handling
        == Handling(
          partner: "acme", targets: .init(erp: "second"), policy: .partial, defaults: defaults.merging(["currency": "USD"]) { $1 },
          orderNumberPrefix: "A-",
          limits: limits, batchSize: 100))
    #expect(acme?.restPeriod == .zero)
    #expect(acme?.markerRequired == ".ok")
  }

  @Test func `a target's settings reach its gateway`() throws {
    let (settings, folder) = try whole()
    let erp = try #require(settings.targets["erp"]?.connection)
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
    #expect(settings.targets["second"]?.connection?.section == "targets.second")
    #expect(settings.targets["second"]?.connection?.allowPlainHTTP == true)
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
  }

  @Test func `the environment goes before the file`() throws {
    let (settings, _) = try whole([
      "FERRY_ERP_BASE_URL": "https://other.example.com", "FERRY_ERP_TOKEN_SIGNING_KEY": "c2VjcmV0|base64", "FERRY_POLL_INTERVAL": "7s",
      "FERRY_FOLDERS_STATE": "/var/lib/ferry", "FERRY_DEFAULTS_OPERATOR_LAST_NAME": "Desk", "FERRY_PARTNERS_ACME_ORDER_NUMBER_PREFIX": "Z-",
      "FERRY_LOG_LEVEL": "error", "FERRY_TARGETS_SECOND_CONCURRENCY": "2", "FERRY_SOMETHING_ELSE": "ignored", "FERRY_CONFIG": "ignored",
    ])
    #expect(settings.targets["erp"]?.baseURL == "https://other.example.com")
    guard case .token(let token) = settings.targets["erp"]?.connection?.credentials else {
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
    guard case .bearer(let secret) = settings.targets["erp"]?.connection?.credentials else {
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
