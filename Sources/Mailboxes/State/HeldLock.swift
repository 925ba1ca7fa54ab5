import Synchronization

/// The one right to recover, send and move files. The system gives it back when the process ends, however it ends.
///
/// Call ``release()`` when done: it keeps the lock alive until then.
package final class HeldLock: Sendable {
  package let holder: LockHolder
  private let file: Mutex<OpenFile?>

  init(_ holder: LockHolder, _ file: consuming sending OpenFile) {
    self.holder = holder
    self.file = Mutex(consume file)
  }

  package func release() {
    file.withLock { $0 = nil }
  }
}
