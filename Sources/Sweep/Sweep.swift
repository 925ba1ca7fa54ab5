import Foundation

/// `make sweep`: kills the real program at every kill point, starts it again, and holds what is left against the six invariants of
/// docs/reliability.md.
@main
struct Sweep {
  static func main() async throws {
    let options = ProcessInfo.processInfo.environment
    let seed = options["SEED"].flatMap(UInt64.init) ?? 1
    var dice = Dice(seed: seed)
    let isShort = options["SHORT"] == "1"
    var trials = Scenario.all(short: isShort, &dice)
    if let only = options["ONLY"] { trials = trials.filter { "\($0.scenario)".contains(only) } }
    say("kill sweep: \(trials.count) trials, SEED=\(seed)")
    var total = Trial.Report()
    let start = ContinuousClock.now
    for (number, trial) in trials.enumerated() {
      let begun = ContinuousClock.now
      let report = try await Trial(scenario: trial.scenario, command: trial.command, decides: number.isMultiple(of: 2)).perform()
      say(
        "\(number + 1) \(trial.command) \(trial.scenario): in doubt \(report.inDoubt), \(report.checks) checks, \(ContinuousClock.now - begun)"
      )
      for violation in report.violations.prefix(20) { say("  VIOLATION \(violation)") }
      total.add(report)
    }
    say(
      "\(trials.count) trials in \(ContinuousClock.now - start): \(total.kills) kills, \(total.starts) starts, \(total.orders) orders, "
        + "\(total.inDoubt) in doubt, \(total.decided) of them decided, \(total.answers) answers, \(total.checks) checks, "
        + "\(total.violations.count) violations")
    exit(total.violations.isEmpty ? 0 : 1)
  }
}

/// At once, also into a pipe.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

extension Trial.Report {
  fileprivate mutating func add(_ other: Trial.Report) {
    kills += other.kills
    starts += other.starts
    orders += other.orders
    inDoubt += other.inDoubt
    decided += other.decided
    answers += other.answers
    checks += other.checks
    violations += other.violations
  }
}
