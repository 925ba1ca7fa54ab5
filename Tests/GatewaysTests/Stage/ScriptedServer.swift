import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TCP server on loopback that does to each connection what a script says, byte by byte, and remembers what it was sent.
struct ScriptedServer: Sendable {
  let port: Int
  fileprivate let memory = RequestMemory()

  var address: String { "http://127.0.0.1:\(port)" }
  /// In order of arrival; a request stands here once its head was read.
  var requests: [ReceivedRequest] { memory.requests }
  var connectionCount: Int { memory.connectionCount }

  /// Runs the script on each connection as long as the body runs. The connection is closed where the script ends.
  static func run<Result>(
    tls: NIOSSLContext? = nil, _ script: @escaping @Sendable (ServerConnection) async throws -> Void,
    _ body: (ScriptedServer) async throws -> Result
  ) async throws -> Result {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let server = ScriptedServer(port: listener.channel.localAddress?.port ?? 0)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.serve(listener, script) }
      defer { group.cancelAll() }
      return try await body(server)
    }
  }

  private func serve(
    _ listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>,
    _ script: @escaping @Sendable (ServerConnection) async throws -> Void
  ) async throws {
    try await listener.executeThenClose { clients in
      try await withThrowingDiscardingTaskGroup { group in
        for try await client in clients {
          let number = memory.nextConnection()
          group.addTask {
            // A script that loses its connection has done what it was there for.
            try? await client.executeThenClose { inbound, outbound in
              try await script(
                ServerConnection(
                  number: number, channel: client.channel, inbound: inbound.makeAsyncIterator(), outbound: outbound, memory: memory))
            }
          }
        }
      }
    }
  }
}

final class RequestMemory: Sendable {
  private struct State {
    var requests: [ReceivedRequest] = []
    var connectionCount = 0
  }
  private let state = Mutex(State())

  var requests: [ReceivedRequest] { state.withLock { $0.requests } }
  var connectionCount: Int { state.withLock { $0.connectionCount } }

  func nextConnection() -> Int {
    state.withLock { state in
      state.connectionCount += 1
      return state.connectionCount
    }
  }

  func add(_ request: ReceivedRequest) { state.withLock { $0.requests.append(request) } }
}
