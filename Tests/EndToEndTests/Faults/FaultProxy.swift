import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TCP proxy on loopback in front of a sandbox. Until ``behave()`` each order meets the fault; all other requests pass.
///
/// The sandbox's own faults are what a server can do; this one does what only the wire can.
struct FaultProxy: Sendable {
  /// How a connection begins, before any request.
  enum Manner: Sendable {
    case plain
    case tls(NIOSSLContext)
    /// This happens with the first bytes, whatever they are; nothing else does.
    case atFirstBytes(@Sendable (ProxiedConnection) async throws -> Void)
  }

  typealias Fault = @Sendable (ProxiedConnection, ProxiedRequest) async throws -> Void

  /// Nothing: the order passes.
  static let none: Fault = { try await $0.pass($1) }

  let port: Int
  private let upstream: Int
  private let manners: (faulty: Manner, good: Manner)
  private let fault: Fault
  private let memory: ProxyMemory

  /// Orders that Ferry began to send.
  var calls: Int { memory.calls }

  func behave() { memory.behave() }

  /// `good`: how connections begin afterwards; the port stays the same.
  static func run<Result>(
    to upstream: Int, _ faulty: Manner = .plain, then good: Manner = .plain, fault: @escaping Fault = none,
    _ body: (FaultProxy) async throws -> Result
  ) async throws -> Result {
    let memory = ProxyMemory()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          if case .tls(let context) = memory.isFaulty ? faulty : good {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
          }
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let proxy = FaultProxy(
      port: listener.channel.localAddress?.port ?? 0, upstream: upstream, manners: (faulty, good), fault: fault, memory: memory)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await proxy.serve(listener) }
      defer { group.cancelAll() }
      return try await body(proxy)
    }
  }

  private func serve(_ listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>) async throws {
    try await listener.executeThenClose { clients in
      try await withThrowingDiscardingTaskGroup { group in
        for try await client in clients {
          group.addTask {
            // A connection that breaks has done what it was there for.
            try? await client.executeThenClose { inbound, outbound in
              try await serve(
                ProxiedConnection(
                  channel: client.channel, inbound: inbound.makeAsyncIterator(), outbound: outbound, upstream: upstream, memory: memory))
            }
          }
        }
      }
    }
  }

  /// One request a connection, unless the fault takes more.
  private func serve(_ connection: ProxiedConnection) async throws {
    if memory.isFaulty, case .atFirstBytes(let greeting) = manners.faulty {
      guard try await connection.awaitFirstBytes() else { return }
      return try await greeting(connection)
    }
    guard let request = try await connection.readHead() else { return }
    try await (memory.isFaulty && request.isOrder ? fault : Self.none)(connection, request)
  }
}

/// What all connections of a proxy know together.
final class ProxyMemory: Sendable {
  private let state = Mutex((calls: 0, isFaulty: true))

  var calls: Int { state.withLock { $0.calls } }
  var isFaulty: Bool { state.withLock { $0.isFaulty } }

  func behave() { state.withLock { $0.isFaulty = false } }

  /// The number of this call, from 1.
  func countCall() -> Int {
    state.withLock { state in
      state.calls += 1
      return state.calls
    }
  }
}
