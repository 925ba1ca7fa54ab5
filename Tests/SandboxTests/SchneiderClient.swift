import Foundation
import Sandbox
import Testing

/// Has a token for Schneider Electric's services.
struct SchneiderClient {
  let token: String
  private let client: RawClient

  init(_ sandbox: RunningSandbox) async throws {
    let stranger = RawClient(port: sandbox.port, token: "")
    let text = stranger.text(
      "POST", "/token", ["Content-Type: application/x-www-form-urlencoded"], SchneiderTokenTests.inBody)
    token = try #require(try await stranger.exchange(text).json["access_token"] as? String)
    client = RawClient(port: sandbox.port, token: token)
  }

  func get(_ path: String) async throws -> RawResponse { try await client.get(path) }
}
