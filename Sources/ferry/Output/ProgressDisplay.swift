import Journeys
import Synchronization

/// Shows progress: on a terminal one line that changes, elsewhere a plain line now and then.
final class ProgressDisplay: Sendable {
  private struct Shown {
    var at: ContinuousClock.Instant
    var isLineOpen = false
    var last: Progress?
  }

  private let lines: Lines
  private let isTerminal: Bool
  private let start = ContinuousClock.now
  private let shown: Mutex<Shown>

  init(_ lines: Lines) {
    self.lines = lines
    isTerminal = lines.isTerminal
    shown = Mutex(Shown(at: .now))
  }

  func show(_ progress: Progress) {
    let interval = isTerminal ? Duration.milliseconds(100) : .seconds(10)
    shown.withLock { shown in
      let now = ContinuousClock.now
      guard now - shown.at >= interval, progress != shown.last else { return }
      shown.at = now
      shown.last = progress
      let text = ProgressText.line(progress, after: now - start)
      if isTerminal {
        lines.write(Array("\r\u{1B}[K\(text)".utf8))
        shown.isLineOpen = true
      } else {
        lines.line(text)
      }
    }
  }

  /// Leaves the terminal's line as it was found.
  func finish() {
    shown.withLock { shown in
      if shown.isLineOpen { lines.write(Array("\r\u{1B}[K".utf8)) }
      shown.isLineOpen = false
    }
  }
}
