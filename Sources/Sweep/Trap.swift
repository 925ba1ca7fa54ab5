import Glibc
import Sandbox
import Synchronization

/// Kills the program at moments that only the server sees: the sandbox pauses there, and instead of pausing springs this.
final class Trap: Sendable {
  /// A pause that is none.
  static let springs = Duration.seconds(86_401)
  /// Longer than the program lives.
  static let holds = Duration.seconds(86_402)

  private struct State {
    var target: pid_t?
    var holding = 0
  }

  private let state = Mutex(State())

  func aim(at target: pid_t?) { state.withLock { $0.target = target } }

  /// How many requests are being held.
  var holding: Int { state.withLock { $0.holding } }

  /// For the sandbox's configuration.
  func pause(_ duration: Duration) async throws {
    if duration == Self.springs {
      state.withLock { state in
        if let target = state.target { kill(target, SIGKILL) }
        state.target = nil
      }
    }
    state.withLock { $0.holding += 1 }
    defer { state.withLock { $0.holding -= 1 } }
    try await Task.sleep(for: duration)
  }
}
