import Contracts
import Gateways
import Testing

/// Through an HTTP proxy that is a script.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ProxyTests {
  private func settings(_ base: String, proxy: ScriptedServer) -> ERPSettings {
    var settings = Samples.settings(base)
    settings.allowPlainHTTP = true
    settings.proxy = ProxySettings(host: "127.0.0.1", port: proxy.port, credentials: (user: "desk", password: Secret(utf8: "pass word")))
    return settings
  }

  @Test func `the proxy is asked for a tunnel with its own credentials, and the call goes through it`() async throws {
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      try await connection.send("HTTP/1.1 200 Connection established\r\n\r\n")
      try await connection.readRequest()
      try await connection.respond(200, Samples.orderResponse)
    } _: { proxy in
      let outcome = try await withERPGateway(settings("http://erp.invalid/v1", proxy: proxy), logger: Samples.quiet) {
        await $0.perform(Samples.order)
      }
      #expect(outcome.summary == "success 200")
      #expect(proxy.requests.map(\.line) == ["CONNECT erp.invalid:80 HTTP/1.1", "POST /v1/orders HTTP/1.1"])
      #expect(proxy.requests.map { $0["Proxy-Authorization"] } == ["Basic ZGVzazpwYXNzIHdvcmQ=", nil])
      #expect(proxy.requests.map { $0["Authorization"] } == [nil, "Bearer static-token"])
    }
  }

  @Test(arguments: [
    (407, "the proxy wants credentials; check erp.proxy"), (502, "the proxy does not let it through; check erp.proxy"),
  ])
  func `a proxy that refuses the tunnel holds the target`(status: Int, words: String) async throws {
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      try await connection.respond(status)
    } _: { proxy in
      let outcome = try await withERPGateway(settings("https://erp.invalid", proxy: proxy), logger: Samples.quiet) {
        await $0.perform(Samples.order)
      }
      #expect(outcome.summary == "held unreachable")
      #expect(outcome.sentences == ["erp: POST https://erp.invalid/orders was not sent: \(words)"])
      #expect(proxy.requests.map(\.line) == ["CONNECT erp.invalid:443 HTTP/1.1"])
      #expect(proxy.requests.first?["Authorization"] == nil)
    }
  }

  @Test func `a proxy that breaks the tunnel after the request leaves an unsafe call in doubt`() async throws {
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      try await connection.send("HTTP/1.1 200 Connection established\r\n\r\n")
      try await connection.readRequest()
    } _: { proxy in
      let outcome = try await withERPGateway(settings("http://erp.invalid", proxy: proxy), logger: Samples.quiet) {
        await $0.perform(Samples.order)
      }
      #expect(outcome.summary == "in doubt")
    }
  }
}
