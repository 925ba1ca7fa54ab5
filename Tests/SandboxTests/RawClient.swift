import NIOCore
import NIOPosix

/// Writes bytes on a TCP connection of its own and reads what comes back until the server closes: sees exactly what is on the wire.
struct RawClient {
  var port: Int
  var token = ForeignTokens.good

  func get(_ path: String) async throws -> RawResponse { try await exchange(text("GET", path)) }

  func post(_ path: String, _ body: String, headers: [String] = []) async throws -> RawResponse {
    try await exchange(text("POST", path, ["Content-Type: application/json"] + headers, body))
  }

  /// A whole request that asks the server to close after its response.
  func text(_ method: String, _ path: String, _ headers: [String] = [], _ body: String = "") -> String {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"]
    if !token.isEmpty { lines.append("Authorization: Bearer \(token)") }
    lines += headers
    if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  /// Everything the server sends until it closes its side. With `closing` the client closes its own side after the text;
  /// `onBytes` is called whenever some arrive.
  func exchange(_ text: String, closing: Bool = false, onBytes: @Sendable () -> Void = {}) async throws -> RawResponse {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      if closing { outbound.finish() }
      var bytes: [UInt8] = []
      for try await piece in inbound {
        bytes += piece.readableBytesView
        onBytes()
      }
      return RawResponse(bytes: bytes)
    }
  }
}
