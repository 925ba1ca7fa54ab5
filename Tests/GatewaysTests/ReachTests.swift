import Contracts
import Gateways
import Glibc
import Testing

/// Nothing of the request left: the target is held, for unsafe calls too.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ReachTests {
  private func outcome(_ settings: ERPSettings) async throws -> Outcome {
    try await withERPGateway(settings, logger: Samples.quiet) { await $0.perform(Samples.order) }
  }

  @Test func `a refused connection`() async throws {
    let address = try await ScriptedServer.run({ _ in }, { $0.address })
    let outcome = try await outcome(Samples.settings(address))
    #expect(outcome.summary == "held unreachable")
    #expect(
      outcome.sentences == ["erp: POST \(address)/orders was not sent: connection refused; check erp.base_url and the network"])
  }

  @Test func `a name that does not exist`() async throws {
    let outcome = try await outcome(Samples.settings("https://erp.invalid/v1"))
    #expect(
      outcome.sentences == [
        "erp: POST https://erp.invalid/v1/orders was not sent: the name erp.invalid cannot be resolved; "
          + "check erp.base_url and the name service"
      ])
    #expect(outcome.summary == "held unreachable")
  }

  @Test func `a host that does not take the connection in time`() async throws {
    let full = try FullListener()
    defer { full.close() }
    var settings = Samples.settings("http://127.0.0.1:\(full.port)")
    settings.connectTimeout = .milliseconds(300)
    let outcome = try await outcome(settings)
    #expect(outcome.summary == "held unreachable")
    #expect(outcome.sentences.first?.contains("was not sent: no connection in time;") == true)
  }

  @Test func `a server that says nothing to TLS`() async throws {
    try await ScriptedServer.run {
      try await $0.waitUntilClientLeaves()
    } _: { server in
      var settings = Samples.settings("https://127.0.0.1:\(server.port)")
      settings.connectTimeout = .milliseconds(300)
      let outcome = try await outcome(settings)
      #expect(outcome.summary == "held unreachable")
    }
  }

  @Test func `a server that does not speak TLS`() async throws {
    try await ScriptedServer.run {
      try await $0.send("HTTP/1.1 400 Bad Request\r\n\r\n")
    } _: { server in
      let outcome = try await outcome(Samples.settings("https://127.0.0.1:\(server.port)"))
      #expect(outcome.summary == "held unreachable")
    }
  }

  @Test func `no connection free, and those in flight at the shutdown are in doubt`() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      arrived.yield()
      try await connection.waitUntilClientLeaves()
    } _: { server in
      var settings = Samples.settings(server.address)
      settings.concurrency = 1
      settings.connectTimeout = .seconds(3)
      let gateway = try ERPGateway(settings, logger: Samples.quiet)
      await withTaskGroup(of: Outcome.self) { group in
        for _ in 1...2 { group.addTask { await gateway.perform(Samples.order) } }
        var arrivals = arrivals.makeAsyncIterator()
        for _ in 1...2 { await arrivals.next() }
        let third = await gateway.perform(Samples.order)
        #expect(third.summary == "held unreachable")
        await gateway.shutdown()
        for await outcome in group { #expect(outcome.summary == "in doubt") }
        #expect(await gateway.perform(Samples.order).summary == "held unreachable")
      }
      #expect(server.requests.count == 2)
    }
  }

  @Test func `cancelled before the first byte it is held, after it in doubt`() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      arrived.yield()
      try await connection.waitUntilClientLeaves()
    } _: { server in
      try await withERPGateway(Samples.settings(server.address), logger: Samples.quiet) { gateway in
        let late = await withTaskGroup(of: Outcome.self) { group in
          group.addTask { await gateway.perform(Samples.order) }
          for await _ in arrivals { break }
          group.cancelAll()
          return await group.next()
        }
        #expect(late?.summary == "in doubt")
        let early = await withTaskGroup(of: Outcome.self) { group in
          group.cancelAll()
          group.addTask { await gateway.perform(Samples.order) }
          return await group.next()
        }
        #expect(early?.summary == "held unreachable")
      }
      #expect(server.requests.count == 1)
    }
  }

  /// A listening socket whose queue is full: the kernel drops further attempts to connect.
  private struct FullListener {
    let port: UInt16
    private let descriptors: [Int32]

    struct Failed: Error {}

    init() throws {
      let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isListening = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(listener, $0, length) == 0 && listen(listener, 0) == 0 && getsockname(listener, $0, &length) == 0
        }
      }
      guard isListening else { throw Failed() }
      port = UInt16(bigEndian: address.sin_port)
      var descriptors = [listener]
      for _ in 1...4 {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        _ = withUnsafePointer(to: &address) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, length) }
        }
        descriptors.append(client)
      }
      self.descriptors = descriptors
    }

    func close() { for descriptor in descriptors { _ = Glibc.close(descriptor) } }
  }
}
