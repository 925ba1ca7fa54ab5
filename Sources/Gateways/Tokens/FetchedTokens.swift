import Contracts
import FoundationEssentials
import Synchronization

/// Tokens that a token endpoint gives. One is asked for at a time, by the first call that needs it and in that call's own task; all others
/// wait for what comes of it.
final class FetchedTokens: TokenSource {
  private enum Turn: Sendable {
    case answered(TokenAnswer)
    /// It is this one's turn to fetch.
    case fetching
    /// Who fetched was cancelled.
    case again
  }

  private struct State {
    var kept: KeptToken?
    var isFetching = false
    var waiting: [UInt64: CheckedContinuation<Turn, Never>] = [:]
    var lastTicket: UInt64 = 0
  }

  private let endpoint: TokenEndpoint
  private let now: @Sendable () -> Date
  private let state = Mutex(State())

  init(_ endpoint: TokenEndpoint, now: @escaping @Sendable () -> Date) {
    self.endpoint = endpoint
    self.now = now
  }

  func current() async -> TokenAnswer {
    let now = now()
    if let kept = state.withLock({ $0.kept }), kept.isFresh(at: now) { return .header(kept.header) }
    return await next(isAnew: false)
  }

  /// One that is fetched now, whatever is kept: it proves the credentials. What was kept stays where none comes.
  func renewed() async -> TokenAnswer { await next(isAnew: true) }

  func drop(_ header: String) -> Bool {
    state.withLock { state in
      if state.kept?.header == header { state.kept = nil }
    }
    return true
  }

  private func next(isAnew: Bool) async -> TokenAnswer {
    while true {
      switch await turn(isAnew: isAnew) {
      case .answered(let answer): return answer
      case .again: continue
      case .fetching: return await fetch()
      }
    }
  }

  private func turn(isAnew: Bool) async -> Turn {
    let now = now()
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let turn = state.withLock { state -> Turn? in
          if !isAnew, let kept = state.kept, kept.isFresh(at: now) { return .answered(.header(kept.header)) }
          if Task.isCancelled { return .answered(endpoint.cancelled) }
          if !state.isFetching {
            state.isFetching = true
            return .fetching
          }
          state.waiting[ticket] = continuation
          return nil
        }
        if let turn { continuation.resume(returning: turn) }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume(returning: .answered(endpoint.cancelled))
    }
  }

  private func fetch() async -> TokenAnswer {
    let since = now()
    let answer: TokenAnswer
    var fetched: KeptToken?
    var turn = Turn.again
    switch await endpoint.fetch(now: now) {
    case .token(let text, let lifetime):
      let token = KeptToken(text, since: since, lifetime: lifetime)
      fetched = token
      answer = .header(token.header)
      turn = .answered(answer)
    case .held(let hold):
      answer = .held(hold)
      if !Task.isCancelled { turn = .answered(answer) }
    }
    let waiting = state.withLock { state in
      if let fetched { state.kept = fetched }
      state.isFetching = false
      let waiting = state.waiting
      state.waiting = [:]
      return waiting
    }
    for continuation in waiting.values { continuation.resume(returning: turn) }
    return answer
  }
}
