import AsyncHTTPClient
import KillPoints
import NIOCore

/// What only the client can tell of the kill points `connection`, `body` and `request`. Without the trait there is nothing of it.
extension HTTPClient.Configuration {
  /// A connection is there, and nothing was sent.
  mutating func stopWhenConnected() {
    #if KillPoints
      http1_1ConnectionDebugInitializer = { channel in
        KillPoint.after(.connection)
        return channel.eventLoop.makeSucceededVoidFuture()
      }
    #endif
  }
}

extension HTTPClient.Body {
  /// In one piece; in two only where the process shall end between them.
  static func of(_ bytes: [UInt8]) -> HTTPClient.Body {
    #if KillPoints
      if let point = KillSwitch.armed?.point, point == .body || point == .request {
        let half = bytes.count / 2
        return .stream(contentLength: Int64(bytes.count)) { writer in
          writer.write(.byteBuffer(ByteBuffer(bytes: bytes[..<half]))).flatMap {
            KillPoint.after(.body)
            let rest = writer.write(.byteBuffer(ByteBuffer(bytes: bytes[half...])))
            KillPoint.before(.request)
            return rest
          }
        }
      }
    #endif
    return .byteBuffer(ByteBuffer(bytes: bytes))
  }
}
