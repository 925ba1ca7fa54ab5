import Synchronization

/// Prepared bytes in place of random ones, in order; then none.
final class Chance: Sendable {
  private let prepared: Mutex<[[UInt8]]>
  init(_ prepared: [[UInt8]]) { self.prepared = Mutex(prepared) }
  func next() -> [UInt8] { prepared.withLock { $0.isEmpty ? [] : $0.removeFirst() } }
}
