import ArgumentParser

/// How a command ends (sysexits). Of several the most serious wins.
enum ExitStatus: Int32, Sendable, Hashable, CaseIterable {
  case ok = 0
  case usage = 64
  /// Something in the input was refused.
  case refused = 65
  /// A target is held and work waits, or another process has the lock.
  case held = 69
  /// A fault in Ferry.
  case fault = 70
  /// Folder or ledger trouble.
  case trouble = 74
  /// Something is in doubt or unconfirmed.
  case doubt = 75
  case settings = 78

  /// The most serious first.
  private static let bySeriousness: [ExitStatus] = [.fault, .settings, .trouble, .doubt, .held, .refused, .usage, .ok]

  static func worst(_ statuses: some Sequence<ExitStatus>) -> ExitStatus {
    let found = Set(statuses)
    return bySeriousness.first { found.contains($0) } ?? .ok
  }

  var code: ExitCode { ExitCode(rawValue) }
}
