/// The wall clock, but never further on than the time that passed since the start: by this goes what cannot be taken back, as pruning. A clock
/// that jumps ahead makes nothing old.
struct SteadyTime: Sendable {
  private let clock: @Sendable () -> String
  private let start: String
  private let began = ContinuousClock.now

  init(_ clock: @escaping @Sendable () -> String) {
    self.clock = clock
    start = clock()
  }

  /// That long ago, RFC 3339 UTC; nothing, which is earlier than every time, where the clock tells none.
  func ago(_ age: Duration) -> String {
    min(Timestamp.earlier(than: clock(), by: age), Timestamp.earlier(than: start, by: age - began.duration(to: .now)))
  }
}
