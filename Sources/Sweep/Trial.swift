import Foundation
import KillPoints
import Sandbox

/// One scenario from an empty yard to the last check.
struct Trial: Sendable {
  struct Report: Sendable {
    var kills = 0
    var starts = 0
    var files = 0
    var orders = 0
    var inDoubt = 0
    var decided = 0
    var answers = 0
    /// Questions on which Ferry was killed until it set them aside.
    var poisoned = 0
    var checks = 0
    var violations: [String] = []
  }

  private static let patience = Duration.seconds(120)

  let scenario: Scenario
  let command: String
  /// Whether what is in doubt is decided at the end.
  let decides: Bool

  func perform() async throws -> Report {
    let trap = Trap()
    var configuration = SandboxConfiguration(credentials: Yard.credentials)
    configuration.holdsExamples = true
    configuration.pause = { try await trap.pause($0) }
    configuration.recognisesRepeatedOrders = isRepeating
    return try await withSandbox(configuration) { sandbox in
      let yard = try Yard(
        sandbox, archivesElsewhere: archivesElsewhere, erp: isRepeating ? "repeated_orders_are_recognised: true" : "")
      var report = Report()
      do {
        try await perform(yard, trap, &report)
      } catch {
        report.violations.append("\(error)")
      }
      if report.violations.isEmpty { yard.remove() } else { report.violations.append("left as it is: \(yard.folder)") }
      return report
    }
  }

  private func perform(_ yard: Yard, _ trap: Trap, _ report: inout Report) async throws {
    let cargo = Cargo.full()
    let watch = try OutboxWatch(yard)
    var inspection = Inspection(yard, cargo)
    if !isIncoming {
      for file in cargo { try yard.drop(file) }
      try await rest(yard, cargo, &inspection)
      report.starts += 1
    }
    for killAt in kills() {
      try await kill(at: killAt, yard, cargo, trap, isFirst: report.kills == 0)
      report.kills += 1
      report.starts += 1
      try await inspection.flight()
      if case .replaying(let killAt) = scenario, killAt.moment == .after { inspection.cargo.append(Cargo.replay(of: replayed(cargo))) }
      inspection.places("after kill \(report.kills)")
    }
    if case .replaying(let killAt) = scenario, killAt.moment == .before { inspection.cargo.append(Cargo.replay(of: replayed(cargo))) }
    yard.sandbox.server.behave()
    try await rest(yard, inspection.cargo, &inspection)
    if case .pruning = scenario { try await pruneAgain(yard, &inspection) }
    inspection.places("after the restart", isSettled: true)
    inspection.answers()
    if isRepeating { inspection.repeats() }
    try await inspection.remains()
    try await startAgain(yard, &inspection)
    report.starts += 2
    report.inDoubt = inspection.doubts.count
    if case .deciding(let killAt) = scenario {
      try await decide(yard, cargo, killedAt: killAt, &inspection, &report)
    } else if decides, !inspection.doubts.isEmpty {
      try await decide(yard, cargo, &inspection)
      report.decided = inspection.doubts.count
      report.starts += 2
    }
    let (answers, violations) = watch.stop()
    report.answers = answers
    report.orders = yard.sandbox.server.orderCounts.count
    report.checks = inspection.checks + answers
    report.violations = inspection.violations + violations.map { "I3: \($0)" }
  }

  /// What each start before the last is ended by; nil: from outside.
  private func kills() -> [KillAt?] {
    switch scenario {
    case .itself(let killAt), .pruning(let killAt), .replaying(let killAt), .repeating(let killAt): [killAt]
    case .deciding: [KillAt(.response, .after, 300)]
    case .twice(let killAt): [KillAt(.response, .after, 300), killAt, killAt]
    case .seen, .checkpoint, .drainRunsOut: [nil]
    }
  }

  private var archivesElsewhere: Bool { if case .itself(let killAt) = scenario { killAt.isCopy } else { false } }

  // MARK: the kill

  private func kill(at killAt: KillAt?, _ yard: Yard, _ cargo: [CargoFile], _ trap: Trap, isFirst: Bool) async throws {
    let isLate = command == "watch" && isFirst && isIncoming
    if isFirst, isIncoming { for file in isLate ? cargo.dropLast(cargo.count / 2) : cargo[...] { try yard.drop(file) } }
    misbehave(yard)
    let arguments =
      switch scenario {
      case .pruning: try await Self.prune()
      case .replaying: ["replay", replayed(cargo).name]
      default: [command]
      }
    let program = try yard.start(arguments, killAt: killAt, around: prefix(yard))
    trap.aim(at: program.pid)
    if isLate { for file in cargo.suffix(cargo.count / 2) { try yard.drop(file) } }
    try await intervene(killAt, program, yard, cargo, trap)
    guard await program.exit == nil else {
      throw SweepError("\(scenario) was never reached in \(command): it ended by itself; \(program.text.suffix(400))")
    }
  }

  /// Everything that is over by now: a second ago, in whole seconds.
  private static func prune() async throws -> [String] {
    try await Task.sleep(for: .milliseconds(1100))
    return ["prune", "--before", Date.now.ISO8601Format()]
  }

  private var isRepeating: Bool { if case .repeating = scenario { true } else { false } }

  /// Whether files are on their way when it is killed.
  private var isIncoming: Bool {
    switch scenario {
    case .pruning, .replaying: false
    default: true
    }
  }

  /// In one of the two a file that needs a marker.
  private func replayed(_ cargo: [CargoFile]) -> CargoFile { cargo.first { ($0.markers == nil) == (command == "run") } ?? cargo[0] }

  private func prefix(_ yard: Yard) -> [String] {
    guard case .checkpoint(let write) = scenario else { return [] }
    return [
      "/usr/bin/strace", "-D", "-f", "-qqq", "-o", "/dev/null", "-P", yard.path("var/ledger.sqlite"), "-e",
      "trace=pwrite64",
      "-e", "inject=pwrite64:signal=SIGKILL:when=\(write)",
    ]
  }

  private func misbehave(_ yard: Yard) {
    let server = yard.sandbox.server
    switch scenario {
    case .seen(.read, let after): server.misbehave(FaultRule(.delay, method: "POST", path: "/orders", after: after, delay: Trap.springs))
    case .seen(.entered, let after): server.misbehave(FaultRule(.hangAfterCommit, method: "POST", path: "/orders", after: after))
    case .seen(.headAnswered, let after): server.misbehave(FaultRule(.slow(Trap.springs), method: "POST", path: "/orders", after: after))
    case .seen(.tokenAsked, let after): server.misbehave(FaultRule(.delay, path: "/token", after: after, delay: Trap.springs))
    // Some of what is in doubt shall not be in the books.
    case .deciding:
      server.misbehave(FaultRule(.delay, method: "POST", path: "/orders", after: 250, times: 50, delay: Trap.holds))
    case .drainRunsOut: server.misbehave(FaultRule(.delay, method: "POST", path: "/orders", after: 200, times: nil, delay: Trap.holds))
    default: break
    }
  }

  private func intervene(_ killAt: KillAt?, _ program: Program, _ yard: Yard, _ cargo: [CargoFile], _ trap: Trap) async throws {
    let server = yard.sandbox.server
    switch scenario {
    case .seen(.entered, _):
      try await wait("an order is entered and not answered", program) {
        server.record.contains { $0.fault == "hangAfterCommit" && $0.committed }
      }
      program.signal(SIGKILL)
    case .drainRunsOut:
      try await wait("64 calls hang", program) { trap.holding == Yard.concurrency }
      program.signal(SIGTERM)
      try await Task.sleep(for: .milliseconds(300))
      program.signal(SIGKILL)
    case .itself where killAt?.point == .drain:
      try await wait("300 orders", program) { server.orderCounts.count > 300 }
      program.signal(SIGTERM)
    case .itself where killAt?.point == .checkpoint && command == "watch", .checkpoint where command == "watch":
      try await wait("everything is answered", program) { isQuiet(yard, cargo) }
      program.signal(SIGTERM)
    default: break
    }
    if command == "watch", isIncoming { try await wait("\(scenario)", program, isOver: { isQuiet(yard, cargo) }) { false } }
  }

  /// Until the condition holds or the program has ended. Where everything `isOver` and it still lives, it does not come any more.
  private func wait(_ what: String, _ program: Program, isOver: () -> Bool = { false }, _ condition: () -> Bool) async throws {
    let limit = ContinuousClock.now + Self.patience
    var over = 0
    while program.isRunning, !condition() {
      over = isOver() ? over + 1 : 0
      if over > 100 || .now > limit {
        program.signal(SIGKILL)
        throw SweepError("\(what): never reached in \(command); \(program.text.suffix(400))")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  private func isQuiet(_ yard: Yard, _ cargo: [CargoFile]) -> Bool {
    cargo.allSatisfy { FileManager.default.fileExists(atPath: yard.path("outbox/" + $0.answer)) } && yard.files("inbox").isEmpty
  }

  // MARK: afterwards

  /// Starts it again, and lets it do all that is left.
  private func rest(_ yard: Yard, _ cargo: [CargoFile], _ inspection: inout Inspection) async throws {
    try? FileManager.default.removeItem(atPath: yard.path("var/heartbeat"))
    let program = try yard.start([command])
    if command == "watch" {
      let limit = ContinuousClock.now + Self.patience
      // Before its first heartbeat it does not hear SIGTERM, which would simply end it.
      func isAtRest() -> Bool { FileManager.default.fileExists(atPath: yard.path("var/heartbeat")) && isQuiet(yard, cargo) }
      while program.isRunning, !isAtRest(), .now < limit { try await Task.sleep(for: .milliseconds(20)) }
      inspection.expect(isQuiet(yard, cargo), "I6: watch does not come to rest after the restart; \(program.text.suffix(600))")
      program.signal(SIGTERM)
    }
    let exit = await program.exit
    inspection.expect(
      [0, 65, 75].contains(exit), "I6: the restart ended with \(exit.map(String.init) ?? "a signal"): \(program.text.suffix(600))")
  }

  /// What was begun is done by the next one.
  private func pruneAgain(_ yard: Yard, _ inspection: inout Inspection) async throws {
    let program = try yard.start(try await Self.prune())
    let exit = await program.exit
    inspection.expect(exit == 0, "I6: the second prune ended with \(exit.map(String.init) ?? "a signal"): \(program.text.suffix(600))")
    let kept = try await yard.ledger("SELECT count(*) FROM documents WHERE pruned_at IS NULL")
    inspection.expect(kept == "0\n", "I6: \(kept) documents were not pruned")
  }

  private func startAgain(_ yard: Yard, _ inspection: inout Inspection) async throws {
    let before = try await Inspection.picture(yard)
    let program = try yard.start(["run"])
    let exit = await program.exit
    inspection.expect(exit == 0, "I5: the second restart ended with \(exit.map(String.init) ?? "a signal"): \(program.text.suffix(600))")
    inspection.expectSame(before, try await Inspection.picture(yard))
  }

  /// What is pending is done by the next start, what was being sent again is in doubt again, and what was not written down is decided anew.
  private func decide(
    _ yard: Yard, _ cargo: [CargoFile], killedAt killAt: KillAt, _ inspection: inout Inspection, _ report: inout Report
  ) async throws {
    let doubts = inspection.doubts
    var decisions = Decisions(yard, cargo)
    let killed = try await decisions.decide(doubts, killAt: killAt)
    guard await killed.exit == nil else { throw SweepError("\(scenario) was never reached: \(killed.text.suffix(400))") }
    report.kills += 1
    inspection.places("after the kill of resolve", isSettled: true)
    // A watch with no files is at rest before it has looked.
    let exit = try await yard.start(["run"]).exit
    inspection.expect([0, 75].contains(exit), "the run after the kill of resolve ended with \(exit.map(String.init) ?? "a signal")")
    let again = Standing.all(cargo, yard).flatMap(\.undecided).filter { $0.fate != .repeated }
    if !again.isEmpty {
      let exit = try await decisions.decide(again).exit
      inspection.expect(exit == 0, "the second resolve ended with \(exit.map(String.init) ?? "a signal")")
      report.starts += 1
    }
    decisions.checkLast(doubts, &inspection)
    report.decided = doubts.count
    report.starts += 3
    try await inspection.remains()
    try await startAgain(yard, &inspection)
  }

  private func decide(_ yard: Yard, _ cargo: [CargoFile], _ inspection: inout Inspection) async throws {
    var decisions = Decisions(yard, cargo)
    let program = try await decisions.decide(inspection.doubts)
    let exit = await program.exit
    inspection.expect(exit == 0, "resolve ended with \(exit.map(String.init) ?? "a signal"): \(program.text.suffix(600))")
    decisions.check(&inspection)
    try await inspection.remains()
    try await startAgain(yard, &inspection)
  }
}
