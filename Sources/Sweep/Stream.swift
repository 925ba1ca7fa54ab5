import Foundation
import Sandbox
import Synchronization

/// Files keep coming while the program is killed at random and started again. In a soak the target misbehaves as well, and the last third is one
/// life without a kill, whose memory and descriptors have to stay flat.
struct Stream: Sendable {
  let minutes: Double
  let seed: UInt64
  let isSoak: Bool

  private static let backlog = 40
  private static let patience = Duration.seconds(180)

  func perform() async throws -> Trial.Report {
    var configuration = SandboxConfiguration(credentials: Yard.credentials)
    configuration.holdsExamples = true
    return try await withSandbox(configuration) { sandbox in
      let yard = try Yard(
        sandbox, settings: isSoak ? "give_up_after: 1h" : "", erp: isSoak ? "timeout: 3s\norder_timeout: 3s" : "",
        schneider: isSoak ? "timeout: 3s" : "")
      var report = Trial.Report()
      let feeder = Feeder(yard, seed: seed &+ 1)
      let watch = try OutboxWatch(yard)
      var killsMet: [String: Int] = [:]
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await feeder.feed(backlog: Self.backlog) { yard.waiting } }
        if isSoak { group.addTask { await misbehave(sandbox.server) } }
        killsMet = try await live(yard, feeder, &report)
        group.cancelAll()
      }
      sandbox.server.behave()
      try await end(yard, feeder, watch, killsMet, &report)
      if report.violations.isEmpty { yard.remove() } else { report.violations.append("left as it is: \(yard.folder)") }
      return report
    }
  }

  private func misbehave(_ server: SandboxServer) async {
    var dice = Dice(seed: seed &+ 2)
    while !Task.isCancelled {
      server.behave()
      for _ in 0..<Int.random(in: 0...3, using: &dice) { Weather.turn(server, &dice) }
      try? await Task.sleep(for: .milliseconds(.random(in: 500...4000, using: &dice)))
    }
  }

  // MARK: lives

  /// - Returns: how many kills met each file on its way, by its name.
  private func live(_ yard: Yard, _ feeder: Feeder, _ report: inout Trial.Report) async throws -> [String: Int] {
    var killsMet: [String: Int] = [:]
    var dice = Dice(seed: seed)
    let start = ContinuousClock.now
    let end = start + .seconds(minutes * 60)
    let lastKill = isSoak ? start + .seconds(minutes * 40) : end
    var said = start
    while .now < lastKill {
      let program = try yard.start([Int.random(in: 0...5, using: &dice) == 0 ? "run" : "watch"])
      report.starts += 1
      let death = ContinuousClock.now + .milliseconds(Self.life(&dice))
      while program.isRunning, .now < death { try await Task.sleep(for: .milliseconds(2)) }
      let isKilled = program.isRunning
      if isKilled {
        program.signal(SIGKILL)
        report.kills += 1
      }
      let exit = await program.exit
      if isKilled { for name in yard.claimed { killsMet[name, default: 0] += 1 } }
      if let exit, ![0, 65, 69, 75].contains(exit) { report.violations.append("ended with \(exit): \(program.text.suffix(600))") }
      if exit == nil, !isKilled { report.violations.append("ended by a signal of its own: \(program.text.suffix(600))") }
      places(yard, feeder, &report)
      if Int.random(in: 0...4, using: &dice) == 0 { _ = try await decide(yard, feeder, &report) }
      if said.duration(to: .now) > .seconds(60) {
        said = .now
        say(
          "\(Int(start.duration(to: .now) / .seconds(60))) min: \(report.kills) kills, \(feeder.cargo.count) files, \(feeder.orders) orders and returns"
        )
      }
    }
    if isSoak { try await lastLife(yard, feeder, until: end, start, &report) }
    return killsMet
  }

  /// In milliseconds: many die young, some grow old.
  private static func life(_ dice: inout Dice) -> Int {
    switch Int.random(in: 0...9, using: &dice) {
    case 0...2: .random(in: 5...400, using: &dice)
    case 3...8: .random(in: 400...4000, using: &dice)
    default: .random(in: 4000...15000, using: &dice)
    }
  }

  private func lastLife(
    _ yard: Yard, _ feeder: Feeder, until end: ContinuousClock.Instant, _ start: ContinuousClock.Instant, _ report: inout Trial.Report
  ) async throws {
    let program = try yard.start(["watch"])
    report.starts += 1
    var vitals = Vitals()
    var seconds = 0
    while program.isRunning, .now < end {
      try await Task.sleep(for: .seconds(1))
      vitals.sample(program.pid, at: start.duration(to: .now) / .seconds(1))
      seconds += 1
      if seconds.isMultiple(of: 20) { _ = try await decide(yard, feeder, &report) }
    }
    if !program.isRunning { report.violations.append("watch left by itself: \(program.text.suffix(600))") }
    program.signal(SIGTERM)
    let exit = await program.exit
    report.checks += 2
    if let exit, ![0, 65, 75].contains(exit) { report.violations.append("watch left with \(exit): \(program.text.suffix(600))") }
    if exit == nil { report.violations.append("watch was ended by SIGTERM itself") }
    if !vitals.isFlat { report.violations.append("not flat: \(vitals.summary)") }
    say("\(seconds) s without a kill: \(vitals.summary)")
  }

  /// I1, between two lives: nobody moves anything. A file may be on its way from the sender.
  private func places(_ yard: Yard, _ feeder: Feeder, _ report: inout Trial.Report) {
    let recent = Array(feeder.cargo.suffix(Self.backlog * 2).dropLast())
    var inspection = Inspection(yard, recent)
    inspection.places("between two lives")
    report.add(inspection)
  }

  /// All that stand in doubt, as `resolve --from` takes them. Under faults a decision may fail, and is made again later.
  private func decide(_ yard: Yard, _ feeder: Feeder, _ report: inout Trial.Report) async throws -> Int {
    let doubts = Standing.all(feeder.cargo, yard).flatMap(\.undecided)
    guard !doubts.isEmpty else { return 0 }
    var decisions = Decisions(yard, feeder.cargo)
    let exit = try await decisions.decide(doubts).exit
    report.decided += doubts.count
    if exit == nil || exit == 70 { report.violations.append("resolve ended with \(exit.map(String.init) ?? "a signal")") }
    return doubts.count
  }

  // MARK: the end

  private func end(
    _ yard: Yard, _ feeder: Feeder, _ watch: OutboxWatch, _ killsMet: [String: Int], _ report: inout Trial.Report
  ) async throws {
    let cargo = feeder.cargo
    var inspection = Inspection(yard, cargo)
    inspection.toleratesFaults = isSoak
    inspection.killsMet = killsMet
    inspection.mayBeInDoubt = isSoak ? .max : report.kills * Yard.concurrency
    let limit = ContinuousClock.now + Self.patience
    repeat {
      let exit = try await yard.start(["run"]).exit
      report.starts += 1
      inspection.expect([0, 65, 69, 75].contains(exit), "I6: run ended with \(exit.map(String.init) ?? "a signal")")
    } while yard.waiting > 0 && .now < limit
    inspection.places("at the end", isSettled: true)
    inspection.answers()
    report.inDoubt = inspection.doubts.count
    var rounds = 0
    while try await decide(yard, feeder, &report) > 0, rounds < 5 {
      rounds += 1
      _ = try await yard.start(["run"]).exit
      report.starts += 1
    }
    lastWords(cargo, yard, &inspection)
    try await inspection.remains()
    let before = try await Inspection.picture(yard)
    inspection.expect(try await yard.start(["run"]).exit == 0, "I5: the second restart did not end with 0")
    inspection.expectSame(before, try await Inspection.picture(yard))
    let (answers, violations) = watch.stop()
    report.answers = answers
    report.files = cargo.count
    report.orders = yard.sandbox.server.orderCounts.count + yard.sandbox.server.returnCounts.count
    report.violations += violations.map { "I3: \($0)" }
    report.add(inspection)
  }

  /// When everything is decided, what was told last of each document is true, and success was told once.
  private func lastWords(_ cargo: [CargoFile], _ yard: Yard, _ inspection: inout Inspection) {
    let server = yard.sandbox.server
    let books = server.orderCounts.merging(server.returnCounts, uniquingKeysWith: +)
    for standing in Standing.all(cargo, yard) {
      for violation in standing.violations { inspection.expect(false, violation) }
      for document in standing.file.documents {
        let told = standing.statuses[document.number] ?? []
        let count = books[standing.file.key(document.number)] ?? 0
        let isTrue = told.last == "accepted" && count == 1 || told.last == "refused" && count == 0
        inspection.expect(isTrue, "I2: of \(standing.file.key(document.number)) was told \(told), and it is \(count) times in the books")
        inspection.expect(told.count { $0 == "accepted" } <= 1, "I2: \(document.number) was told as accepted more than once: \(told)")
      }
    }
  }
}
