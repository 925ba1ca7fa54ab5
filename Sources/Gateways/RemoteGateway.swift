package import Contracts

/// A gateway that holds connections. `shutdown()` has to be called before its last copy goes; `withGateway` does.
package protocol RemoteGateway: Gateway {
  /// Ends what is in flight as cancelled and closes the connections. Later calls are held.
  func shutdown() async
}

/// Shuts the gateway down after use, however that ends.
package func withGateway<Remote: RemoteGateway, Result>(_ gateway: Remote, _ body: (Remote) async throws -> Result) async rethrows -> Result
{
  do {
    let result = try await body(gateway)
    await gateway.shutdown()
    return result
  } catch {
    await gateway.shutdown()
    throw error
  }
}
