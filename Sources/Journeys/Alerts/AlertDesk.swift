import Contracts
import Ledgers
import Logging
import Synchronization

/// Tells people what cannot wait, by every channel there is. What is to be told is read off the journal, so that sending never waits for it and
/// a restart loses none: an alert may come twice, never not at all. Holds, troubles and files that do not come are told while that lasts.
final class AlertDesk: Sendable {
  /// What lasts; told once by each channel meanwhile.
  struct Concern: Sendable {
    let key: String
    let alert: Alert
  }

  /// Files that should have come.
  typealias Expected = @Sendable () async throws(LedgerError) -> ExpectedFiles?

  private struct State {
    /// Concerns that were told, by channel.
    var told: [String: Set<String>] = [:]
    /// Before that a channel is left alone.
    var rests: [String: ContinuousClock.Instant] = [:]
  }

  private let channels: [any AlertChannel]
  private let settings: AlertSettings
  private let ledger: SQLiteLedger
  private let gates: [String: TargetGate]
  private let tally: Tally
  private let clock: @Sendable () -> String
  private let logger: Logger
  private let state = Mutex(State())

  init(
    _ channels: [any AlertChannel], settings: AlertSettings, ledger: SQLiteLedger, gates: [String: TargetGate], tally: Tally,
    clock: @escaping @Sendable () -> String, logger: Logger
  ) {
    self.channels = channels
    self.settings = settings
    self.ledger = ledger
    self.gates = gates
    self.tally = tally
    self.clock = clock
    self.logger = logger
  }

  /// Before anything happens that may have to be told.
  func open() async throws(LedgerError) {
    for channel in channels { _ = try await ledger.alertPlace(of: channel.name) }
  }

  /// Looks and tells, until its task is cancelled.
  func watch(expected: @escaping Expected) async {
    while !Task.isCancelled {
      try? await Task.sleep(for: settings.pause)
      if Task.isCancelled { return }
      await forEachChannel { channel in await self.look(channel, expected) }
    }
  }

  /// What is left at the end of a run, and the targets it leaves held. Takes no longer than one delivery may.
  func close(isLeavingWork: Bool, expected: @escaping Expected) async {
    await forEachChannel { channel in
      await Self.within(channel.timeout + .seconds(1)) { await self.tell(channel, heldFor: isLeavingWork ? .zero : nil, expected) }
    }
  }

  private func forEachChannel(_ body: @escaping @Sendable (any AlertChannel) async -> Void) async {
    await withDiscardingTaskGroup { group in
      for channel in channels { group.addTask { await body(channel) } }
    }
  }

  private func look(_ channel: any AlertChannel, _ expected: Expected) async {
    guard state.withLock({ $0.rests[channel.name].map { $0 <= .now } ?? true }) else { return }
    do throws(LedgerError) {
      let place = try await ledger.alertPlace(of: channel.name)
      let news = try await ledger.alertNews(after: place)
      let concerns = try await concerns(untoldBy: channel, heldFor: settings.heldAfter, expected)
      guard !news.groups.isEmpty || !concerns.isEmpty else {
        if news.upTo - place > Self.longestWay { try await ledger.recordAlerts(by: channel.name, upTo: news.upTo) }
        return
      }
    } catch {
      return failed(error)
    }
    try? await Task.sleep(for: settings.gathering)
    if !Task.isCancelled { await tell(channel, heldFor: settings.heldAfter, expected) }
  }

  /// Entries of the journal that are looked through again and again before that is written down.
  private static let longestWay: Int64 = 20_000

  /// One at a time; the first failure ends it until the channel has rested.
  private func tell(_ channel: any AlertChannel, heldFor patience: Duration?, _ expected: Expected) async {
    do throws(LedgerError) {
      let news = try await ledger.alertNews(after: try await ledger.alertPlace(of: channel.name))
      for group in news.groups {
        guard try await deliver(Alert(group), by: channel) else { return }
      }
      if !news.groups.isEmpty { try await ledger.recordAlerts(by: channel.name, upTo: news.upTo) }
      for concern in try await concerns(untoldBy: channel, heldFor: patience, expected) {
        guard try await deliver(concern.alert, by: channel) else { return }
        state.withLock { _ = $0.told[channel.name, default: []].insert(concern.key) }
      }
    } catch {
      failed(error)
    }
  }

  private func deliver(_ alert: Alert, by channel: any AlertChannel) async throws(LedgerError) -> Bool {
    let failure = await channel.deliver(alert.json(at: clock()).bytes)
    if Task.isCancelled, failure != nil { return false }
    state.withLock { $0.rests[channel.name] = .now + settings.rest }
    guard let failure else {
      logger.info("alert told", metadata: ["event": "\(alert.event)", "channel": "\(channel.name)", "count": "\(alert.count)"])
      return true
    }
    logger.error("alert not told", metadata: ["event": "\(alert.event)", "channel": "\(channel.name)", "message": "\(failure)"])
    try await ledger.recordAlertFailure(of: channel.name, failure)
    return false
  }

  /// `patience` nil: holds are not told of.
  private func concerns(
    untoldBy channel: any AlertChannel, heldFor patience: Duration?, _ expected: Expected
  ) async throws(LedgerError) -> [Concern] {
    var all = patience.map(holds) ?? []
    all += tally.troubles.sorted { ($0.since, $0.message) < ($1.since, $1.message) }.map(Self.trouble)
    if let expected = try await expected() { all += Self.missing(expected) }
    let keys = Set(all.map(\.key))
    return state.withLock { state in
      // Troubles come and go for months.
      state.told[channel.name] = state.told[channel.name]?.filter { keys.contains($0) || !$0.hasPrefix(Self.trouble) }
      let told = state.told[channel.name] ?? []
      return all.filter { !told.contains($0.key) }
    }
  }

  private func holds(for patience: Duration) -> [Concern] {
    gates.values.sorted { $0.target < $1.target }.compactMap { gate in
      guard let (hold, since) = gate.holding, since.duration(to: .now) >= patience else { return nil }
      let time = Timestamp.earlier(than: clock(), by: since.duration(to: .now))
      return Concern(key: "held \(gate.target) \(since)", alert: .held(gate.target, hold.message, since: time))
    }
  }

  private static let trouble = "trouble "

  /// One that comes back is told again.
  private static func trouble(_ trouble: Trouble) -> Concern {
    Concern(key: "\(Self.trouble)\(trouble.source) \(trouble.since) \(trouble.message)", alert: .trouble(trouble))
  }

  private static func missing(_ expected: ExpectedFiles) -> [Concern] {
    expected.overdue.map { Concern(key: "overdue \($0.partner) \($0.profile) \($0.due)", alert: .expected(of: $0.partner, $0.text)) }
      + expected.missing.map {
        Concern(key: "missing \($0.partner) \($0.profile) \($0.files.numbers)", alert: .expected(of: $0.partner, $0.text))
      }
  }

  /// What the ledger cannot do is told by whoever sends.
  private func failed(_ error: LedgerError) {
    logger.error("alerts could not be looked up", metadata: ["message": "\(error.message)"])
  }

  private static func within(_ time: Duration, _ body: @escaping @Sendable () async -> Void) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await body() }
      group.addTask { try? await Task.sleep(for: time) }
      await group.next()
      group.cancelAll()
    }
  }
}
