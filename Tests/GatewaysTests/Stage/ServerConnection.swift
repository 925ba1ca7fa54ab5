import NIOCore
import NIOPosix

/// The server's end of one connection, for scripts.
final class ServerConnection {
  /// From 1, in the order of acceptance.
  let number: Int
  private let channel: any Channel
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private let memory: RequestMemory
  private var unread: [UInt8] = []

  init(
    number: Int, channel: any Channel, inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
    outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, memory: RequestMemory
  ) {
    self.number = number
    self.channel = channel
    self.inbound = inbound
    self.outbound = outbound
    self.memory = memory
  }

  /// - Returns: nil where the client has gone.
  func readHead() async throws -> ReceivedRequest? {
    while true {
      if let end = unread.firstRange(of: Array("\r\n\r\n".utf8)) {
        let request = ReceivedRequest(connection: number, head: String(decoding: unread[..<end.lowerBound], as: UTF8.self))
        unread.removeSubrange(..<end.upperBound)
        memory.add(request)
        return request
      }
      guard let more = try await inbound.next(isolation: #isolation) else { return nil }
      unread += Array(more.readableBytesView)
    }
  }

  func readBody(of request: ReceivedRequest) async throws -> String {
    let length = request["Content-Length"].flatMap(Int.init) ?? 0
    while unread.count < length {
      guard let more = try await inbound.next(isolation: #isolation) else { break }
      unread += Array(more.readableBytesView)
    }
    let body = String(decoding: unread.prefix(length), as: UTF8.self)
    unread.removeFirst(min(length, unread.count))
    return body
  }

  /// Head and body. nil where the client has gone.
  @discardableResult
  func readRequest() async throws -> ReceivedRequest? {
    guard let request = try await readHead() else { return nil }
    _ = try await readBody(of: request)
    return request
  }

  func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

  /// A complete response that leaves the connection open.
  func respond(_ status: Int, _ body: String = "", headers: [String] = []) async throws {
    let lines = ["HTTP/1.1 \(status) Words", "Content-Length: \(body.utf8.count)"] + headers
    try await send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  /// Says nothing more until the client goes.
  func waitUntilClientLeaves() async throws {
    while try await inbound.next(isolation: #isolation) != nil {}
  }

  /// The script's end will be a reset (RST) in place of an orderly end.
  func makeCloseAReset() async throws {
    guard let provider = channel as? any SocketOptionProvider else { return }
    try await provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
  }
}
