#if KillPoints
  import Glibc
  import Synchronization

  /// Where this process shall end: `FERRY_KILL_AT=claim:before:1`, read once. Ends it by SIGKILL, so that nothing is flushed, closed or told.
  package final class KillSwitch: Sendable {
    package enum Moment: String, CaseIterable, Sendable { case before, after }

    package static let variable = "FERRY_KILL_AT"
    /// nil: the variable is not set. One that makes no sense ends the process at once, with 64.
    package static let armed: KillSwitch? = getenv(variable).map { value in
      guard let armed = KillSwitch(String(cString: value)) else { exit(64) }
      return armed
    }

    package let point: KillPoint
    package let moment: Moment
    /// From 1.
    package let time: Int
    private let passed = Atomic(0)

    package init?(_ text: String) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, let point = KillPoint(rawValue: parts[0]), let moment = Moment(rawValue: parts[1]), let time = Int(parts[2]),
        time > 0
      else { return nil }
      (self.point, self.moment, self.time) = (point, moment, time)
    }

    package func pass(_ point: KillPoint, _ moment: Moment) {
      guard point == self.point, moment == self.moment else { return }
      if passed.add(1, ordering: .relaxed).newValue == time { kill(getpid(), SIGKILL) }
    }
  }
#endif
