/// An answer and the way in which it goes out.
struct Delivery: Sendable {
  enum Manner: Sendable {
    case whole
    /// The connection is closed without a byte.
    case dropped
    /// Nothing is sent and the connection stays open.
    case never
    /// The head promises the whole body; half of it goes out, then the connection is closed.
    case truncated
    /// The body goes out byte by byte, each after a pause.
    case slowly(Duration)
  }

  var reply: Reply
  var manner = Manner.whole
}
