import Contracts
import FoundationEssentials
import Gateways
import NIOSSL
import Testing

/// Certificates are always verified.
@Suite(.serialized, .timeLimit(.minutes(5))) struct TLSTests {
  private func outcome(_ tls: NIOSSLContext, host: String = "127.0.0.1", caFile: String?) async throws -> (Outcome, Int) {
    try await ScriptedServer.run(tls: tls) { connection in
      try await connection.readRequest()
      try await connection.respond(200, Samples.orderResponse)
    } _: { server in
      var settings = Samples.settings("https://\(host):\(server.port)")
      settings.caFile = caFile
      let outcome = try await withERPGateway(settings, logger: Samples.quiet) { await $0.perform(Samples.order) }
      return (outcome, server.requests.count)
    }
  }

  @Test(arguments: [("IP:127.0.0.1", "127.0.0.1"), ("DNS:localhost", "localhost")])
  func `a certificate of the issuer in ca_file is accepted`(name: String, host: String) async throws {
    try await Certificates.with { certificates in
      let (outcome, requestCount) = try await outcome(certificates.server(for: name), host: host, caFile: certificates.issuer)
      #expect(outcome.summary == "success 200")
      #expect(requestCount == 1)
    }
  }

  @Test func `an issuer nobody knows holds the target`() async throws {
    try await Certificates.with { certificates in
      let (outcome, requestCount) = try await outcome(certificates.server(for: "IP:127.0.0.1"), caFile: nil)
      #expect(outcome.summary == "held unreachable")
      #expect(requestCount == 0)
      let sentence = try #require(outcome.sentences.first)
      #expect(sentence.contains("/orders was not sent: TLS with 127.0.0.1 failed ("))
      #expect(sentence.hasSuffix("; check its certificate, or name the certificate of its issuer in erp.ca_file"))
    }
  }

  @Test func `a certificate that signs itself holds the target`() async throws {
    try await Certificates.with { certificates in
      let (outcome, requestCount) = try await outcome(
        certificates.server(for: "IP:127.0.0.1", selfSigned: true), caFile: certificates.issuer)
      #expect(outcome.summary == "held unreachable")
      #expect(requestCount == 0)
    }
  }

  @Test(arguments: [("DNS:other.example", "localhost"), ("IP:127.0.0.2", "127.0.0.1")])
  func `a certificate for another name holds the target`(name: String, host: String) async throws {
    try await Certificates.with { certificates in
      let (outcome, requestCount) = try await outcome(certificates.server(for: name), host: host, caFile: certificates.issuer)
      #expect(outcome.summary == "held unreachable")
      #expect(requestCount == 0)
    }
  }

  @Test func `an expired certificate holds the target`() async throws {
    try await Certificates.with { certificates in
      let (outcome, requestCount) = try await outcome(
        certificates.server(for: "IP:127.0.0.1", isExpired: true), caFile: certificates.issuer)
      #expect(outcome.summary == "held unreachable")
      #expect(requestCount == 0)
    }
  }

  @Test func `a version before TLS 1.2 holds the target`() async throws {
    try await Certificates.with { certificates in
      let (outcome, requestCount) = try await outcome(
        certificates.server(for: "IP:127.0.0.1", newestVersion: .tlsv11), caFile: certificates.issuer)
      #expect(outcome.summary == "held unreachable")
      #expect(requestCount == 0)
    }
  }

  @Test func `a connection broken under TLS leaves an unsafe call in doubt`() async throws {
    try await Certificates.with { certificates in
      let outcome = try await ScriptedServer.run(tls: certificates.server(for: "IP:127.0.0.1")) {
        try await $0.readRequest()
      } _: { server in
        var settings = Samples.settings("https://127.0.0.1:\(server.port)")
        settings.caFile = certificates.issuer
        return try await withERPGateway(settings, logger: Samples.quiet) { await $0.perform(Samples.order) }
      }
      #expect(outcome.summary == "in doubt")
    }
  }

  @Test func `a ca_file that holds no certificate is refused by name`() async throws {
    try await Certificates.with { certificates in
      for file in ["missing.pem", "ca.key"].map({ certificates.folder.appendingPathComponent($0).path }) {
        var settings = Samples.settings("https://erp.example.com")
        settings.caFile = file
        let error = #expect(throws: GatewayError.self) { try ERPGateway(settings, logger: Samples.quiet) }
        #expect(error?.code == .certificates)
        #expect(error?.message.hasPrefix("erp.ca_file \(file) ") == true)
      }
    }
  }
}
