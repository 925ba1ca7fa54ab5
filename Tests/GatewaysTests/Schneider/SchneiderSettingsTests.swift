import Contracts
import Gateways
import Testing

/// Settings that cannot work are refused before anything is sent, with the setting's name and a remedy.
@Suite struct SchneiderSettingsTests {
  private func refusal(_ change: (inout SchneiderSettings) -> Void) async -> String? {
    var settings = SchneiderStage.settings("https://api.se.com")
    change(&settings)
    do {
      let gateway = try SchneiderGateway(settings, logger: Samples.quiet)
      await gateway.shutdown()
      return nil
    } catch {
      return error.message
    }
  }

  @Test func `concurrency is 1 to 10`() async {
    for number in [1, 10] { #expect(await refusal { $0.concurrency = number } == nil) }
    for number in [0, 11] {
      #expect(await refusal { $0.concurrency = number } == "schneider.concurrency is \(number); expected 1 to 10")
    }
  }

  @Test(arguments: [
    ("", "schneider.token_url is no address; expected something like https://api.se.com/token"),
    ("ftp://api.se.com", "schneider.token_url begins with ftp://; expected https://"),
    (
      "https://id:secret@api.se.com/token",
      "schneider.token_url holds a user name; credentials belong to schneider.client_id and schneider.client_secret"
    ),
    ("https://api.se.com/token?client_id=1", "schneider.token_url holds a query or a fragment; expected scheme, host and path only"),
  ])
  func `a token_url that is none is refused`(address: String, message: String) async {
    #expect(await refusal { $0.tokenURL = address } == message)
  }

  @Test func `plain http leaves this machine only where that is allowed, for both addresses`() async {
    for (key, change) in [
      ("token_url", { (settings: inout SchneiderSettings) in settings.tokenURL = "http://api.se.com/token" }),
      ("base_url", { settings in settings.baseURL = "http://api.se.com" }),
    ] {
      let message = await refusal(change)
      #expect(message?.hasPrefix("schneider.\(key) is plain http to api.se.com: ") == true)
      #expect(message?.hasSuffix("use https, or set schneider.allow_plain_http: true") == true)
      let allowed = await refusal {
        change(&$0)
        $0.allowPlainHTTP = true
      }
      #expect(allowed == nil)
    }
  }

  @Test(arguments: ["", "line end\n", "naïve"]) func `credentials that are none are refused by name, and not shown`(text: String) async {
    let fault = "is empty or holds line ends or other characters no credentials have"
    #expect(await refusal { $0.clientID = Secret(utf8: text) } == "schneider.client_id \(fault)")
    #expect(await refusal { $0.clientSecret = Secret(utf8: text) } == "schneider.client_secret \(fault)")
  }

  @Test func `messages name the target's own section`() async {
    let message = await refusal {
      $0.section = "targets.qa"
      $0.timeout = .zero
    }
    #expect(message == "targets.qa.timeout is 0.0 seconds; expected more than 0s and at most 24h")
  }
}
