package import Ledgers
package import Mailboxes
package import Translation

/// Everything that the holder of the state folder needs to know.
package struct HolderSettings: Sendable {
  package struct Target: Sendable, Hashable {
    /// Calls in flight at once.
    package var concurrency: Int
    /// The target answers a repeated orderNumber with the first one's result: only then is a document in doubt sent again by itself.
    package var repeatedOrdersAreRecognised: Bool
    /// Before the first probe of a held target; doubles with each one, up to the longest.
    package var firstProbePause: Duration
    package var longestProbePause: Duration

    package init(
      concurrency: Int = 8, repeatedOrdersAreRecognised: Bool = false, firstProbePause: Duration = .seconds(1),
      longestProbePause: Duration = .seconds(300)
    ) {
      self.concurrency = concurrency
      self.repeatedOrdersAreRecognised = repeatedOrdersAreRecognised
      self.firstProbePause = firstProbePause
      self.longestProbePause = longestProbePause
    }
  }

  package var folders: MailboxFolders
  /// How each partner's files are handled; the keys are the partners, `default` among them.
  package var handling: [String: Handling]
  /// When a partner's file counts as complete; a partner without rules here has `ScanRules()`.
  package var scanRules: [String: ScanRules]
  package var targets: [String: Target]
  package var pollInterval: Duration
  /// Whether a watch is woken by what comes into a local inbox; it looks every `pollInterval` all the same.
  package var heedsNotices = true
  /// How often a watch looks for claimed files that it does not know of.
  package var claimsInterval = Duration.seconds(60)
  /// How long `run` probes a held target before it leaves with work waiting.
  package var holdPatience: Duration
  /// What waits longer for a held target is given up.
  package var giveUpAfter: Duration
  /// Files on their way at once, to each target.
  package var journeysAtOnce: Int
  /// A file that was taken up more often than this without getting any further is poisoned.
  package var maxAttempts: Int
  /// Of the partners whose orders are tracked.
  package var tracking: Tracking
  /// How long requests, responses and journals of what is over are kept.
  package var retention: Duration
  package var alerts: AlertSettings
  /// The archive's folder for a file, `2026/11/21`, from the time it was received (RFC 3339 UTC).
  package var dateFolder: @Sendable (String) -> String
  /// By which times a daily file was and is expected, seen from a time (RFC 3339 UTC); nil: no file is.
  package var deadlines: (@Sendable (DailyFile, String) -> Deadlines)?

  package init(
    folders: MailboxFolders, handling: [String: Handling], scanRules: [String: ScanRules] = [:], targets: [String: Target],
    pollInterval: Duration = .seconds(1), holdPatience: Duration = .seconds(30), giveUpAfter: Duration = .seconds(86_400),
    journeysAtOnce: Int = 16, maxAttempts: Int = 5, tracking: Tracking = Tracking(),
    retention: Duration = .seconds(90 * 86_400), alerts: AlertSettings = AlertSettings(),
    dateFolder: @escaping @Sendable (String) -> String = { $0.prefix(10).split(separator: "-").joined(separator: "/") },
    deadlines: (@Sendable (DailyFile, String) -> Deadlines)? = nil
  ) {
    self.folders = folders
    self.handling = handling
    self.scanRules = scanRules
    self.targets = targets
    self.pollInterval = pollInterval
    self.holdPatience = holdPatience
    self.giveUpAfter = giveUpAfter
    self.journeysAtOnce = journeysAtOnce
    self.maxAttempts = maxAttempts
    self.tracking = tracking
    self.retention = retention
    self.alerts = alerts
    self.dateFolder = dateFolder
    self.deadlines = deadlines
  }

  package var partners: [String] { handling.keys.sorted() }
}
