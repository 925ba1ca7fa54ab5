import Foundation

/// Kills the real program, starts it again, and holds what is left against the six invariants of docs/reliability.md.
///
/// `make sweep` (`SHORT=1`, `ONLY=word`, `SEED=n`, `RANDOM_MINUTES=n`) and `make soak` (`MINUTES=n`, `SEED=n`) set the variables that it reads.
@main
struct Sweep {
  static func main() async throws {
    let options = ProcessInfo.processInfo.environment
    // `make` hands an empty one on, too.
    let seed = options["SEED"].flatMap(UInt64.init)
    if let minutes = options["SOAK_MINUTES"].flatMap(Double.init) {
      try await stream(minutes, seed, isSoak: true)
    } else if let minutes = options["RANDOM_MINUTES"].flatMap(Double.init) {
      try await stream(minutes, seed, isSoak: false)
    } else {
      try await points(seed ?? 1, isShort: options["SHORT"] == "1", only: options["ONLY"])
    }
  }

  private static func points(_ seed: UInt64, isShort: Bool, only: String?) async throws {
    var dice = Dice(seed: seed)
    var trials = Scenario.all(short: isShort, &dice)
    if let only, !only.isEmpty { trials = trials.filter { "\($0.scenario)".contains(only) } }
    say("kill sweep: \(trials.count) trials, SEED=\(seed)")
    var total = Trial.Report()
    let start = ContinuousClock.now
    for (number, trial) in trials.enumerated() {
      let begun = ContinuousClock.now
      let report = try await Trial(scenario: trial.scenario, command: trial.command, decides: number.isMultiple(of: 2)).perform()
      let time = Self.seconds(begun.duration(to: .now))
      say("\(number + 1) \(trial.command) \(trial.scenario): in doubt \(report.inDoubt), \(report.checks) checks, \(time)")
      complain(report)
      total.add(report)
    }
    finish("\(trials.count) trials in \(Self.seconds(start.duration(to: .now)))", total)
  }

  private static func stream(_ minutes: Double, _ seed: UInt64?, isSoak: Bool) async throws {
    let seed = seed ?? .random(in: 1...999_999)
    say("\(isSoak ? "soak" : "random kills"): \(minutes) minutes, SEED=\(seed)")
    let report = try await Stream(minutes: minutes, seed: seed, isSoak: isSoak).perform()
    complain(report)
    finish("\(minutes) minutes, \(report.files) files", report)
  }

  private static func complain(_ report: Trial.Report) {
    for violation in report.violations.prefix(40) { say("  VIOLATION \(violation)") }
  }

  private static func finish(_ what: String, _ total: Trial.Report) -> Never {
    say(
      "\(what): \(total.kills) kills, \(total.starts) starts, \(total.orders) orders and returns in the books, \(total.inDoubt) in doubt, "
        + "\(total.decided) decisions, \(total.answers) answers, set aside as poisoned: \(total.poisoned), \(total.checks) checks, \(total.violations.count) violations"
    )
    exit(total.violations.isEmpty ? 0 : 1)
  }

  private static func seconds(_ duration: Duration) -> String {
    let tenths = Int(duration / .milliseconds(100))
    return "\(tenths / 10).\(tenths % 10) s"
  }
}

/// At once, also into a pipe.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

extension Trial.Report {
  fileprivate mutating func add(_ other: Trial.Report) {
    kills += other.kills
    starts += other.starts
    files += other.files
    orders += other.orders
    inDoubt += other.inDoubt
    decided += other.decided
    answers += other.answers
    poisoned += other.poisoned
    checks += other.checks
    violations += other.violations
  }

  mutating func add(_ inspection: Inspection) {
    poisoned += inspection.poisoned
    checks += inspection.checks
    violations += inspection.violations
  }
}
