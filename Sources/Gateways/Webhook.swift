import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// An address that takes short notices by POST. It is a secret itself: it stands in no message. `shutdown` has to be called before the last copy
/// goes.
package struct Webhook: Sendable {
  /// Of a response's body, in bytes.
  private static let largestResponse = 64 * 1024

  private let connection: ConnectionSettings
  private let address: Address
  private let client: HTTPClient

  /// Opens no connection. `connection.section` is where `webhook` and its other keys stand.
  /// - Throws: `GatewayError` where the settings cannot work; nothing has to be shut down then.
  package init(_ url: Secret, _ connection: ConnectionSettings) throws(GatewayError) {
    self.connection = connection
    address = try Address.webhook(url, of: connection)
    client = try HTTPClient(connection, concurrency: 1...1)
  }

  package var timeout: Duration { connection.timeout }

  /// One attempt within the time-out.
  /// - Returns: nil: it answered 2xx; else what went wrong.
  package func post(_ json: [UInt8]) async -> String? {
    var headers = HTTPHeaders()
    headers.add(name: "Content-Type", value: "application/json")
    headers.add(name: "User-Agent", value: "ferry/\(connection.version)")
    guard
      let request = try? HTTPClient.Request(
        url: address.text, method: .POST, headers: headers, body: .byteBuffer(ByteBuffer(bytes: json)))
    else { return "\(address.setting) is no address" }
    let ending = await Exchange(limit: Self.largestResponse).run(request, on: client, within: TimeAmount(connection.timeout)) {
      Mishap($0, address: address, limit: connection.setting("timeout"), connection: connection)
    }
    switch ending {
    case .answered(let response) where (200..<300).contains(response.status): return nil
    case .answered(let response) where (300..<400).contains(response.status):
      return "\(address.setting) answered \(response.status): redirects are not followed"
    case .answered(let response): return "\(address.setting) answered \(response.status)"
    case .broken(let mishap, _): return "\(address.setting): \(mishap.what); \(mishap.remedy)"
    case .unsent(let mishap): return "\(address.setting) was not reached: \(mishap.what); \(mishap.remedy)"
    }
  }

  package func shutdown() async { try? await client.shutdown() }
}

extension Webhook: CustomStringConvertible, CustomReflectable {
  package var description: String { "Webhook(\(address.setting))" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
