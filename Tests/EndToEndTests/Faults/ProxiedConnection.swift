import NIOCore
import NIOPosix

/// The proxy's end of one connection from Ferry.
final class ProxiedConnection {
  /// Ends the connection where it stands.
  struct Over: Error {}

  private let channel: any Channel
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private let upstream: Int
  private let memory: ProxyMemory
  private var unread: [UInt8] = []

  init(
    channel: any Channel, inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
    outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, upstream: Int, memory: ProxyMemory
  ) {
    self.channel = channel
    self.inbound = inbound
    self.outbound = outbound
    self.upstream = upstream
    self.memory = memory
  }

  // MARK: what Ferry sends

  private func readMore() async throws -> Bool {
    guard let more = try await inbound.next(isolation: #isolation) else { return false }
    unread += Array(more.readableBytesView)
    return true
  }

  /// False where the client has gone. An order's first bytes count as a call.
  func awaitFirstBytes() async throws -> Bool {
    while unread.count < 5 { guard try await readMore() else { return false } }
    if unread.starts(with: Array("POST ".utf8)) { _ = memory.countCall() }
    return true
  }

  /// nil where the client has gone. An order counts as a call from here on.
  func readHead() async throws -> ProxiedRequest? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = unread.firstRange(of: end) {
        var request = ProxiedRequest(head: String(decoding: unread[..<range.lowerBound], as: UTF8.self))
        unread.removeSubrange(..<range.upperBound)
        if request.isOrder { request.number = memory.countCall() }
        return request
      }
      guard try await readMore() else { return nil }
    }
  }

  func readHalfABody(of request: ProxiedRequest) async throws {
    while unread.count < request.length / 2 { guard try await readMore() else { throw Over() } }
  }

  func readBody(of request: ProxiedRequest) async throws -> [UInt8] {
    while unread.count < request.length { guard try await readMore() else { throw Over() } }
    defer { unread.removeFirst(request.length) }
    return Array(unread.prefix(request.length))
  }

  func waitUntilClientLeaves() async throws { while try await readMore() {} }

  // MARK: what it gets

  func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
  func send(_ bytes: some Sequence<UInt8>) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

  /// In place of an orderly end (FIN).
  func reset() async throws {
    if let provider = channel as? any SocketOptionProvider { try await provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get() }
    throw Over()
  }

  /// Everything that comes from the sandbox as it comes, and its end, which is announced: else the next call might meet it.
  func pass(_ request: ProxiedRequest) async throws {
    var isFirst = true
    try await relay(request) { piece in
      guard isFirst, let end = piece.firstRange(of: Array("\r\n".utf8)) else { return try await send(piece) }
      isFirst = false
      try await send(piece[..<end.upperBound] + Array("Connection: close\r\n".utf8) + piece[end.upperBound...])
    }
  }

  /// The sandbox has done what it does with the request; Ferry has seen nothing of it yet.
  func exchange(_ request: ProxiedRequest) async throws -> ProxiedResponse {
    var bytes: [UInt8] = []
    try await relay(request) { bytes += $0 }
    return ProxiedResponse(bytes)
  }

  private func relay(_ request: ProxiedRequest, _ take: ([UInt8]) async throws -> Void) async throws {
    let body = try await readBody(of: request)
    let sandbox = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: "127.0.0.1", port: upstream) {
      channel in
      channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
    }
    try await sandbox.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(bytes: Array("\(request.head)\r\nConnection: close\r\n\r\n".utf8) + body))
      for try await piece in inbound { try await take(Array(piece.readableBytesView)) }
    }
  }
}
