import AsyncHTTPClient
import KillPoints
import NIOCore
import NIOHTTP1
import Synchronization

/// One request and its response on the wire; knows whether the request left.
///
/// `didSendRequestHead` comes right after the head was written to the socket, on the same event loop and before anything else can happen
/// there, provided that task and connection share that loop: a client of a group with one loop (`HTTPClient(_:concurrency:)` makes such a one) gives
/// that. With more loops a time-out could overtake it. The body is written later still: an error before this call means that at most a
/// broken piece of the head left.
final class Exchange: HTTPClientResponseDelegate {
  struct ResponseTooLarge: Error { let limit: Int }

  private struct State {
    var hasLeft = false
    var head: HTTPResponseHead?
    var body: [UInt8] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  /// `limit` is for the response's body, in bytes.
  init(limit: Int) { self.limit = limit }

  /// Cancelling the task ends the exchange.
  func run(_ request: HTTPClient.Request, on client: HTTPClient, within time: TimeAmount, mishap: (any Error) -> Mishap) async -> Ending {
    guard !Task.isCancelled else { return .unsent(mishap(HTTPClientError.cancelled)) }
    KillPoint.before(.connection)
    let task = client.execute(request: request, delegate: self, deadline: .now() + time)
    do {
      try await withTaskCancellationHandler {
        try await task.get()
      } onCancel: {
        task.cancel()
      }
    } catch {
      return state.withLock { $0.hasLeft ? .broken(mishap(error), Self.response($0)) : .unsent(mishap(error)) }
    }
    KillPoint.before(.response)
    return state.withLock { state in
      guard let response = Self.response(state) else { return .broken(mishap(HTTPClientError.remoteConnectionClosed), nil) }
      return .answered(response)
    }
  }

  private static func response(_ state: State) -> WireResponse? {
    state.head.map {
      WireResponse(
        status: Int($0.status.code), retryAfter: $0.headers.first(name: "Retry-After"), date: $0.headers.first(name: "Date"),
        body: state.body)
    }
  }

  func didSendRequestHead(task: HTTPClient.Task<Void>, _ head: HTTPRequestHead) {
    state.withLock { $0.hasLeft = true }
    KillPoint.before(.body)
  }

  func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
    KillPoint.before(.responseHead)
    state.withLock { $0.head = head }
    KillPoint.after(.responseHead)
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
    let fits = state.withLock { state in
      guard state.body.count + buffer.readableBytes <= limit else { return false }
      state.body.append(contentsOf: buffer.readableBytesView)
      return true
    }
    return fits ? task.eventLoop.makeSucceededVoidFuture() : task.eventLoop.makeFailedFuture(ResponseTooLarge(limit: limit))
  }

  func didSendRequest(task: HTTPClient.Task<Void>) {
    KillPoint.after(.request)
  }

  func didFinishRequest(task: HTTPClient.Task<Void>) throws {}
}
