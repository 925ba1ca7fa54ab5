import SystemPackage
import Testing

@testable import ferry

/// Every mistake in the file, at once, with its place: the messages are asserted as a reader sees them, after the file's name.
@Suite struct SettingsMistakesTests {
  private static let erp = """
    erp:
      base_url: https://erp.example.com/v1
      token: { bearer: "env:BEARER" }

    """

  private static let account = "  base_url: https://x\n  client_id: env:BEARER\n  client_secret: env:BEARER\n"
  private static let named =
    "account: { type: schneider, base_url: \"https://x\", client_id: \"env:BEARER\", client_secret: \"env:BEARER\" }"
  private static let accountKeys =
    "base_url, token_url, ship_to, concurrency, order_status_path, product_availability_path, page_size, slash, parameters, authentication, "
    + "client_id, client_secret, timeout, connect_timeout, idle_timeout, allow_plain_http, ca_file, proxy"

  /// A wrong line in a section that is right without it.
  private static func schneider(_ line: String, _ mistake: String, column: Int? = nil) -> Case {
    let column = column ?? line.prefix { $0 != ":" }.count + 5
    return Case("schneider:\n\(account)  \(line)\n", "8:\(column): schneider.\(mistake)")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let yaml: String
    let mistakes: [String]
    var testDescription: String { mistakes.first ?? "" }

    init(_ yaml: String, _ mistakes: String...) {
      self.yaml = yaml
      self.mistakes = mistakes
    }
  }

  static let cases = [
    Case("pol_interval: 1s\n", #"4:1: unknown key "pol_interval"; did you mean poll_interval?"#),
    Case("log: { fromat: json }\n", #"4:8: unknown key "fromat"; did you mean format?"#),
    Case("log: { colour: red }\n", #"4:8: unknown key "colour" in log; expected one of format, level"#),
    Case(
      "poll_interval: soon\n",
      #"4:16: poll_interval is "soon"; expected a duration above 0: a whole number and its unit, for example 500ms, 2s, 5m or 24h"#),
    Case(
      "poll_interval: 0s\nrest_period: 2\n",
      #"4:16: poll_interval is "0s"; expected a duration above 0: a whole number and its unit, for example 500ms, 2s, 5m or 24h"#,
      #"5:14: rest_period is "2"; expected a duration: a whole number and its unit, for example 500ms, 2s, 5m or 24h"#),
    Case("policy: all\n", #"4:9: policy is "all"; expected one of partial, all-or-nothing"#),
    Case("journeys: 0\n", #"4:11: journeys is "0"; expected a whole number from 1 to 1000"#),
    Case("journeys: [1]\n", "4:11: journeys is a list or mapping; expected a single value"),
    Case("journeys:\n", "4:10: journeys has no value; give it one or remove the key"),
    Case("folders: inbox\n", "4:10: folders is no mapping; expected keys with values"),
    Case("outbox_mode: 0999\n", #"4:14: outbox_mode is "0999"; expected permissions of a file in octal, for example "0640""#),
    Case("max_body: 5TB\n", #"4:11: max_body is "5TB"; expected a size from 1024 bytes to 1024MB, for example 16MB"#),
    Case(
      "time_zone: Europe/Pariss\n",
      #"4:12: time_zone is "Europe/Pariss"; expected the name of a time zone as the tz database has it, for example Europe/Paris"#),
    Case("marker_required: a/b\n", #"4:18: marker_required is "a/b"; expected the suffix of marker files, for example .done"#),
    Case("defaults: { curency: EUR }\n", #"4:13: unknown key "curency"; did you mean currency?"#),
    Case("defaults: { nonsense: 1 }\n", #"4:13: unknown key "nonsense" in defaults; expected a column as ferry describe lists them"#),
    Case("defaults: { urgent: perhaps }\n", #"4:21: defaults.urgent is "perhaps"; expected true, false, 1 or 0"#),
    Case(
      "partners:\n  acme: { profile: profiles/acme.yaml }\n",
      "5:20: partners.acme.profile: FOLDER/profiles/acme.yaml cannot be opened: No such file or directory; write the profile there, or name a "
        + "built-in one: \(BuiltinProfiles.names.joined(separator: ", "))"),
    Case(
      "partners:\n  acme: { profile: csv-pip }\n",
      #"5:20: partners.acme.profile: there is no built-in profile "csv-pip"; did you mean csv-pipe?"#),
    Case(
      "partners:\n  acme: { profile: acme }\n",
      #"5:20: partners.acme.profile: there is no built-in profile "acme"; expected a file, for example profiles/acme.yaml, or one of "#
        + BuiltinProfiles.names.joined(separator: ", ")),
    Case(
      "partners:\n  a/b: {}\n",
      #"5:3: partner "a/b" cannot be the name of a folder; expected a name without / that does not begin with a dot"#),
    Case("partners:\n  acme: { target: erb }\n", #"5:19: partners.acme.target: there is no target "erb"; did you mean erp?"#),
    Case(
      "partners:\n  acme: { order_number_prefix: \"A 1\" }\n",
      #"5:32: partners.acme.order_number_prefix is "A 1"; expected up to 32 characters without blanks"#),
    Case(
      "targets:\n  erp: { base_url: http://x }\n",
      #"5:3: target "erp" has a section of its own, erp; expected letters, digits, - and _, other than erp and schneider"#),
    Case(
      "folders: { inbox: in, outbox: in }\n",
      "4:31: folders.outbox and folders.inbox are the same folder FOLDER/in; give each a folder of its own"),
    Case(
      "schneider: { base_url: \"https://x\" }\n", "4:12: schneider.client_id is missing; expected env:NAME or file:PATH",
      "4:12: schneider.client_secret is missing; expected env:NAME or file:PATH"),
    Case(
      "schneider: { client_id: \"env:BEARER\", client_secret: \"env:BEARER\" }\n",
      "4:12: schneider.base_url is missing; expected the address of Schneider Electric's APIs, for example https://api.se.com"),
    schneider("concurrency: 11", #"concurrency is "11"; expected a whole number from 1 to 10"#),
    schneider("page_size: 1001", #"page_size is "1001"; expected a whole number from 1 to 1000"#),
    schneider("authentication: header", #"authentication is "header"; expected one of basic, body"#),
    schneider(
      "order_status_path: v1/orders",
      #"order_status_path is "v1/orders"; expected a path that begins with a slash, for example /v1/supply-chain/order-status"#),
    schneider(
      "product_availability_path: /v1?x",
      #"product_availability_path is "/v1?x"; expected a path that begins with a slash, for example /v1/supply-chain/order-status"#),
    schneider("slash: /", #"slash is "/"; expected characters of a path without a slash, for example %2F or _"#),
    schneider("slash: \"%2\"", #"slash is "%2"; expected characters of a path without a slash, for example %2F or _"#),
    schneider("ship_to: []", "ship_to is a list or mapping; expected a single value"),
    schneider("token_url:", "token_url has no value; give it one or remove the key", column: 13),
    schneider(
      "timeout: 0s",
      #"timeout is "0s"; expected a duration above 0: a whole number and its unit, for example 500ms, 2s, 5m or 24h"#),
    schneider("proxy: p", #"proxy is "p"; expected an address as http://proxy.example.com:3128"#),
    schneider("allow_plain_http: perhaps", #"allow_plain_http is "perhaps"; expected true or false"#),
    Case(
      "schneider:\n\(account)  parameters: { purchaserid: x }\n",
      #"8:17: unknown key "purchaserid"; did you mean purchaser_id?"#),
    Case("schneider:\n\(account)  retry_503: true\n", #"8:3: unknown key "retry_503" in schneider; expected one of \#(accountKeys)"#),
    Case(
      "schneider:\n  base_url: https://x\n  client_id: env:BEARER\n  client_secret: abc\n",
      "7:18: schneider.client_secret must not be written into the file; expected env:NAME or file:PATH, with |base64 or |hex behind it if it is encoded"
    ),
    Case("schneider:\n\(account)  clientid: env:X\n", #"8:3: unknown key "clientid"; did you mean client_id?"#),
    Case("targets:\n  t: { type: se }\n", #"5:14: targets.t.type is "se"; expected one of erp, schneider"#),
    Case(
      "targets:\n  \(named)\npartners:\n  acme: { schneider: acount }\n",
      #"7:22: partners.acme.schneider: there is no account of Schneider Electric "acount"; did you mean account?"#),
    Case(
      "partners:\n  acme: { schneider: erp }\n",
      #"5:22: partners.acme.schneider: there is no account of Schneider Electric "erp"; add the section schneider"#),
    Case(
      "targets:\n  \(named)\nschneider:\n\(account)partners:\n  acme: { target: account, schneider: schneider }\n",
      #"11:39: partners.acme.schneider is "schneider" and partners.acme.target is the account "account"; keep one of them"#),
    Case("availability: se\n", #"4:15: availability is "se"; expected one of erp, schneider"#),
    Case("availability: schneider\n", "4:15: availability is schneider, and there is no such target; add the section schneider"),
    Case(
      "partners:\n  acme: { availability: schneider }\n",
      "5:25: partners.acme.availability is schneider, and the partner has no such target; add the section schneider, or name one as partners.acme.schneider"
    ),
    Case("plan_step: { orders: always }\n", #"4:22: plan_step.orders is "always"; expected one of never, incomplete"#),
    Case("plan_step: { back_order: all }\n", #"4:26: plan_step.back_order is "all"; expected one of refuse, available, primary"#),
    Case("plan_step: incomplete\n", "4:12: plan_step is no mapping; expected keys with values"),
    Case("plan_step: { backorder: refuse }\n", #"4:14: unknown key "backorder"; did you mean back_order?"#),
    Case(
      "partners:\n  acme: { plan_step: { force_primary_warehouse: 1 }, track: often }\n",
      #"5:49: partners.acme.plan_step.force_primary_warehouse is "1"; expected true or false"#,
      #"5:61: partners.acme.track is "often"; expected true or false"#),
    Case(
      "track_interval: 0s\ntrack_for: 30w\ntrack_calls: 0\n",
      #"4:17: track_interval is "0s"; expected a duration above 0: a whole number and its unit, for example 500ms, 2s, 5m or 24h"#,
      #"5:12: track_for is "30w"; expected a duration above 0: a whole number and its unit, for example 500ms, 2s, 5m or 24h"#,
      #"6:14: track_calls is "0"; expected a whole number from 1 to 100000"#),
    Case("tracks: true\n", #"4:1: unknown key "tracks"; did you mean track?"#),
    Case("poll_interval: [1\n", "5:1: the YAML is broken here: did not find expected ',' or ']'; check indentation, quotes and brackets"),
    Case("policy: partial\npolicy: partial\n", #"4:1: the key "policy" is there twice; keep one of them"#),
  ]

  @Test(arguments: cases)
  func `a mistake is told with its line and column`(_ example: Case) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("ferry.yaml", Self.erp + example.yaml).string
    let error = #expect(throws: SettingsError.self) { try Settings.load(file: file, environment: ["BEARER": "token"]) }
    let expected = example.mistakes.map { "\(file):\($0)".replacing("FOLDER", with: folder.path.string) }
    #expect(error?.description == expected.joined(separator: "\n"))
  }

  static let targets = [
    Case(
      "", "1:1: erp.base_url is missing; expected the address of the ERP facade, for example https://erp.example.com/v1",
      "1:1: erp.token.signing_key is missing; expected env:NAME or file:PATH; or a static token as erp.token.bearer"),
    Case(
      "erp:\n  base_url: https://x\n  token: { signing_key: abc, encryption_key: \"env:KEY\" }\n",
      "3:25: erp.token.signing_key must not be written into the file; expected env:NAME or file:PATH, with |base64 or |hex behind it if it is encoded"
    ),
    Case(
      "erp:\n  base_url: https://x\n  token: { signing_key: \"env:NONE\", encryption_key: \"env:EMPTY\" }\n",
      "3:25: erp.token.signing_key: the environment variable NONE is not set; give it the secret",
      "3:53: erp.token.encryption_key: the environment variable EMPTY is empty; give it the secret"),
    Case(
      "erp:\n  base_url: https://x\n  token: { bearer: \"file:none\" }\n",
      "3:20: erp.token.bearer: the file FOLDER/none cannot be read (No such file or directory); put the secret there, readable for Ferry's account"
    ),
    Case(
      "erp:\n  base_url: https://x\n  token: { bearer: \"env:BEARER|base64\" }\n",
      "3:20: erp.token.bearer: the environment variable BEARER holds no base64; correct it, or the suffix |base64"),
    Case(
      "erp:\n  base_url: https://x\n  token: { bearer: \"env:BEARER\", signing_key: \"env:BEARER\" }\n",
      "3:20: erp.token.bearer stands beside keys; expected either a static token or keys"),
    Case(
      "erp:\n  base_url: https://x\n  token: { signing_key: \"env:BEARER\" }\n",
      "3:10: erp.token.encryption_key is missing; expected env:NAME or file:PATH of the 32-byte key"),
    Case(
      "erp:\n  base_url: https://x\n  token: { bearer: \"env:BEARER\", algorithm: HS512 }\n",
      #"3:45: erp.token.algorithm is "HS512"; expected one of HS256, RS256, ES256"#),
    Case(
      "erp:\n  base_url: https://x\n  concurrency: 0\n  token: { bearer: \"env:BEARER\" }\n  proxy: https://p\n",
      #"3:16: erp.concurrency is "0"; expected a whole number from 1 to 1000"#,
      #"5:10: erp.proxy is "https://p"; expected an address as http://proxy.example.com:3128"#),
    Case(
      "erp:\n  base_url: https://x\n  token: { bearer: \"env:BEARER\" }\n  proxy: { url: \"http://p:1\", user: u, password: pw }\n",
      "4:50: erp.proxy.password must not be written into the file; expected env:NAME or file:PATH, with |base64 or |hex behind it if it is encoded"
    ),
    Case(
      "erp:\n  base_url: https://x\n  repeated_orders_are_recognised: true\n  token: { bearer: \"env:BEARER\" }\npartners: { acme: {}, other: { order_number_prefix: O- } }\n",
      "3:35: erp.repeated_orders_are_recognised is true and the partners default, acme have no order_number_prefix: one's order would be "
        + "answered with the other's; give each partner a prefix of its own under partners"),
    Case(
      "erp:\n  base_url: https://x\n  repeated_orders_are_recognised: true\n  token: { bearer: \"env:BEARER\" }\n"
        + "partners: { acme: { order_number_prefix: O- }, other: { order_number_prefix: O- } }\n",
      "3:35: erp.repeated_orders_are_recognised is true and the partners acme, other have the same order_number_prefix \"O-\": one's order "
        + "would be answered with the other's; give each partner a prefix of its own under partners"),
  ]

  @Test(arguments: targets)
  func `a target's mistakes are told with their line and column`(_ example: Case) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("ferry.yaml", example.yaml).string
    let error = #expect(throws: SettingsError.self) {
      try Settings.load(file: file, environment: ["BEARER": "to.ken", "EMPTY": "", "KEY": "k"])
    }
    let expected = example.mistakes.map { "\(file):\($0)".replacing("FOLDER", with: folder.path.string) }
    #expect(error?.description == expected.joined(separator: "\n"))
  }

  @Test func `a settings file that is not there is told with the remedy`() {
    let error = #expect(throws: SettingsError.self) { try Settings.load(file: "/nowhere/ferry.yaml", environment: [:]) }
    #expect(
      error?.description
        == "/nowhere/ferry.yaml: cannot be opened: No such file or directory; ferry init makes a settings file, --config or FERRY_CONFIG names another one"
    )
  }

  @Test func `a wrong value from the environment is told with the variable's name`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("ferry.yaml", Self.erp).string
    let error = #expect(throws: SettingsError.self) {
      try Settings.load(file: file, environment: ["BEARER": "token", "FERRY_ERP_TIMEOUT": "long"])
    }
    #expect(
      error?.description
        == #"FERRY_ERP_TIMEOUT: erp.timeout is "long"; expected a duration above 0: a whole number and its unit, for example 500ms, 2s, 5m or 24h"#
    )
  }
}
