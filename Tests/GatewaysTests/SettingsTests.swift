import Contracts
import Gateways
import Testing

/// Settings that cannot work are refused before anything is sent, with the setting's name and a remedy.
@Suite struct SettingsTests {
  private func refusal(_ settings: ERPSettings) async -> String? {
    do {
      let gateway = try ERPGateway(settings, logger: Samples.quiet)
      await gateway.shutdown()
      return nil
    } catch {
      return error.message
    }
  }

  @Test(arguments: [
    ("", "erp.base_url is no address; expected something like https://erp.example.com/v1"),
    ("erp.example.com", "erp.base_url is no address; expected something like https://erp.example.com/v1"),
    ("https:///v1", "erp.base_url is no address; expected something like https://erp.example.com/v1"),
    ("ftp://erp.example.com", "erp.base_url begins with ftp://; expected https://"),
    ("https://desk:pw@erp.example.com", "erp.base_url holds a user name; credentials belong to erp.token"),
    ("https://erp.example.com/?x=1", "erp.base_url holds a query or a fragment; expected scheme, host and path only"),
    ("https://erp.example.com/#x", "erp.base_url holds a query or a fragment; expected scheme, host and path only"),
  ])
  func `a base_url that is none is refused`(address: String, message: String) async {
    #expect(await refusal(Samples.settings(address)) == message)
  }

  @Test(arguments: [
    "http://erp.example.com", "http://127.0.0.1.example.com", "http://localhost.example.com", "http://128.0.0.1", "http://127.1",
    "http://10.0.0.1", "HTTP://erp.example.com", "http://[::2]",
  ])
  func `plain http leaves this machine only where that is allowed`(address: String) async throws {
    var settings = Samples.settings(address)
    let message = try #require(await refusal(settings))
    #expect(message.hasPrefix("erp.base_url is plain http to "))
    #expect(message.hasSuffix("use https, or set erp.allow_plain_http: true"))
    settings.allowPlainHTTP = true
    #expect(await refusal(settings) == nil)
  }

  @Test(arguments: ["http://127.0.0.1:1", "http://127.255.0.9/v1", "http://localhost:8080", "http://[::1]:8080", "https://erp.example.com"])
  func `plain http on this machine and https anywhere are accepted`(address: String) async {
    #expect(await refusal(Samples.settings(address)) == nil)
  }

  @Test func `keys of the wrong length or kind are refused`() async {
    var token = Samples.token
    token.signingKey = Secret(utf8: "short")
    #expect(await refusal(with: token) == "erp.token.signing_key has 5 bytes; HS256 needs at least 32")
    token.algorithm = .es256
    #expect(await refusal(with: token) == "erp.token.signing_key is no P-256 private key in PEM, as ES256 needs")
    token.algorithm = .rs256
    #expect(await refusal(with: token) == "erp.token.signing_key is no RSA private key of 2048 bits or more in PEM, as RS256 needs")
    token = Samples.token
    token.encryptionKey = Secret(utf8: "0123456789abcdef")
    #expect(
      await refusal(with: token)
        == "erp.token.encryption_key has 16 bytes; A128CBC-HS256 needs exactly 32 (is the suffix |base64 or |hex missing?)")
  }

  @Test func `claims that are set for each token and life times under a second are refused`() async {
    var token = Samples.token
    token.claims.append(JSONValue.Member("exp", .number("1")))
    #expect(await refusal(with: token) == "erp.token.claims has exp: it is set for each token; leave it out")
    token = Samples.token
    token.lifetime = .milliseconds(999)
    #expect(await refusal(with: token) == "erp.token.lifetime is shorter than a second")
  }

  @Test(arguments: ["", "two words", "line\r\nX: y", "naïve"]) func `a ready-made token that cannot stand in a header is refused`(
    text: String
  ) async {
    var settings = Samples.settings("https://erp.example.com")
    settings.credentials = .bearer(Secret(utf8: text))
    #expect(await refusal(settings) == "erp.token.bearer is empty or holds blanks or other characters no token has")
  }

  /// Struck out of the answers, it would leave every order in doubt.
  @Test func `a ready-made token of a few letters is refused`() async {
    var settings = Samples.settings("https://erp.example.com")
    settings.credentials = .bearer(Secret(utf8: "abcdefg"))
    #expect(
      await refusal(settings) == "erp.token.bearer has fewer than 8 characters, which no token has; put the whole token there")
  }

  @Test func `times and numbers out of range are refused, named by the target's own section`() async {
    var settings = Samples.settings("https://erp.example.com")
    settings.section = "targets.north"
    settings.timeout = .zero
    #expect(await refusal(settings) == "targets.north.timeout is 0.0 seconds; expected more than 0s and at most 24h")
    settings.timeout = .seconds(1)
    settings.concurrency = 0
    #expect(await refusal(settings) == "targets.north.concurrency is 0; expected 1 to 1024")
  }

  private func refusal(with token: TokenSettings) async -> String? {
    await refusal(ERPSettings(baseURL: "https://erp.example.com", credentials: .token(token)))
  }
}
