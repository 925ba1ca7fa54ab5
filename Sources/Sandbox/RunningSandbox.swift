/// A ``SandboxServer`` that accepts connections.
package struct RunningSandbox: Sendable {
  package let server: SandboxServer
  package let port: Int

  /// Scheme, host and port, for the paths under `/sandbox`: `http://127.0.0.1:40123`.
  package var origin: String { "http://\(server.configuration.host):\(port)" }
  /// Where the facade begins: `http://127.0.0.1:40123/v1`.
  package var baseURL: String { origin + server.configuration.basePath }
  /// Where Schneider Electric's tokens are; its services lie below ``origin``.
  package var tokenURL: String { origin + SchneiderDesk.tokenPath }
}

/// Runs a sandbox around `body` and stops it before returning.
///
/// - Throws: ``SandboxError`` where it cannot be started, and whatever `body` throws.
package func withSandbox<Result>(
  _ configuration: SandboxConfiguration, _ body: (RunningSandbox) async throws -> Result
) async throws -> Result {
  let server = try SandboxServer(configuration)
  let (ports, opened) = AsyncStream.makeStream(of: Int.self)
  return try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      defer { opened.finish() }
      try await server.run { opened.yield($0) }
    }
    guard let port = await ports.first(where: { _ in true }) else {
      try await group.waitForAll()
      throw CancellationError()
    }
    let result = try await body(RunningSandbox(server: server, port: port))
    group.cancelAll()
    return result
  }
}
