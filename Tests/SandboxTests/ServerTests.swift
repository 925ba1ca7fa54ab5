import Sandbox
import Testing

@Suite struct ServerTests {
  @Test func `it listens on loopback only`() {
    var configuration = TestKeys.configuration
    configuration.host = "0.0.0.0"
    #expect { _ = try SandboxServer(configuration) } throws: {
      ($0 as? SandboxError)?.message == "The sandbox listens on 127.0.0.1 only, not on \"0.0.0.0\"."
    }
  }

  @Test func `only who asks for this machine by its own name is answered`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = RawClient(port: sandbox.port)
      for (host, status) in [("127.0.0.1", 200), ("localhost:1", 200), ("evil.example", 421), ("127.0.0.1.evil.example", 421)] {
        for path in ["/v1/test-connection", "/sandbox/requests"] {
          let text = client.text("GET", path).replacing("Host: 127.0.0.1:\(sandbox.port)", with: "Host: \(host)")
          #expect(try await client.exchange(text).status == status, "\(host)")
        }
      }
      #expect(sandbox.server.record.count == 2)
    }
  }

  @Test(arguments: ["v1", "/v1/", "/", "/sandbox"]) func `a base path of another form is refused`(_ path: String) {
    var configuration = TestKeys.configuration
    configuration.basePath = path
    #expect { _ = try SandboxServer(configuration) } throws: {
      ($0 as? SandboxError)?.message
        == "The base path \"\(path)\" must begin with a slash, not end with one, and not be /sandbox."
    }
  }

  @Test func `the facade lies under its base path`() async throws {
    for path in ["", "/erp/v1"] {
      var configuration = TestKeys.configuration
      configuration.basePath = path
      try await withSandbox(configuration) { sandbox async throws in
        #expect(sandbox.baseURL == "http://127.0.0.1:\(sandbox.port)\(path)")
        #expect(try await RawClient(port: sandbox.port).get(path + "/test-connection").status == 200)
      }
    }
  }

  @Test func `a taken port is an error with its cause`() async throws {
    try await withSandbox(TestKeys.configuration) { first in
      var configuration = TestKeys.configuration
      configuration.port = first.port
      let error = await #expect(throws: SandboxError.self) { try await withSandbox(configuration) { _ in } }
      #expect(error?.message == "Nothing can listen on 127.0.0.1:\(first.port).")
      #expect(error?.cause != nil)
    }
  }

  @Test func `it stops when its task is cancelled, and its port is free again`() async throws {
    let server = try SandboxServer(TestKeys.configuration)
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let port = try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run { opened.yield($0) } }
      let port = try #require(await ports.first { _ in true })
      group.cancelAll()
      try await group.waitForAll()
      return port
    }
    var configuration = TestKeys.configuration
    configuration.port = port
    try await withSandbox(configuration) { #expect($0.port == port) }
  }

  @Test func `it stops although a client keeps its connection open`() async throws {
    let (ports, opened) = AsyncStream.makeStream(of: Int.self)
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    try await withThrowingTaskGroup(of: RawResponse.self) { group in
      group.addTask {
        let client = RawClient(port: try #require(await ports.first { _ in true }))
        let text = client.text("GET", "/v1/test-connection").replacing("Connection: close\r\n", with: "")
        return try await client.exchange(text) { arrived.yield() }
      }
      try await withSandbox(TestKeys.configuration) { sandbox in
        opened.yield(sandbox.port)
        await arrivals.first { _ in true }
      }
      #expect(try await group.next()?.status == 200)
    }
  }
}
