import Contracts
import Documents
import Journeys
import Ledgers
import Mailboxes
import Translation

/// What `ferry status` says.
struct StatusPicture {
  let summary: LedgerSummary
  /// Names by interchange, of the undecided documents.
  let files: [Interchange.Number: String]
  let inbox: InboxSight.Picture
  /// Files that should have come and did not.
  var expected: ExpectedFiles?
  let holder: LockHolder?
  /// In seconds; nil where there is no heartbeat.
  let heartbeatAge: Int?
  let now: String

  private static let shownFiles = 20

  private func count(_ state: DocumentState) -> Int { summary.documents[state] ?? 0 }
  private var troubles: [String] {
    summary.troubles.map(\.message) + inbox.troubles.filter { !summary.troubles.map(\.message).contains($0) }
  }
  private var undecided: Int { count(.inDoubt) + count(.unconfirmed) }
  /// Nobody is at work, so what is under way was left so by a crash.
  private var abandoned: Int { holder == nil ? count(.sending) : 0 }

  var status: ExitStatus {
    var found: [ExitStatus] = []
    if undecided + abandoned > 0 { found.append(.doubt) }
    if !troubles.isEmpty { found.append(.trouble) }
    if expected.map({ !$0.overdue.isEmpty || !$0.missing.isEmpty }) ?? false { found.append(.refused) }
    if !summary.holds.isEmpty, count(.waiting) > 0 || !summary.openInterchanges.isEmpty { found.append(.held) }
    return ExitStatus.worst(found)
  }

  // MARK: for people

  var text: String {
    let decisions = undecided + abandoned > 0 ? undecidedLines + expectedLines : expectedLines + undecidedLines
    let lines = decisions + troubleLines + heldLines + alertLines + waitingLines + inboxLines + quarantineLines + lastLines
    return lines.map(PlainText.line).joined(separator: "\n")
  }

  private var expectedLines: [String] {
    (expected?.overdue.map(\.text) ?? []) + (expected?.missing.prefix(Self.shownFiles).map(\.text) ?? [])
      + ((expected?.missing.count ?? 0) > Self.shownFiles ? ["and more; ferry sequence lists all that is missing"] : [])
  }

  private var undecidedLines: [String] {
    let left = "\(abandoned) under way when Ferry ended; the next run or watch puts them in doubt"
    guard undecided > 0 else { return [abandoned > 0 ? left : "nothing is in doubt or unconfirmed"] }
    var lines = abandoned > 0 ? [left] : []
    lines += ["\(undecided) document\(undecided == 1 ? "" : "s") in doubt or unconfirmed; look at the target, then decide each one:"]
    for document in summary.undecided {
      lines.append(
        "  \(DocumentNames.full(document.key)): \(DocumentNames.state(document.state)) since \(document.changedAt)"
          + " (\(files[document.id.interchange] ?? "?"), line \(document.sourceLine))")
    }
    if undecided > summary.undecided.count { lines.append("  and \(undecided - summary.undecided.count) more") }
    lines.append("  ferry resolve NUMBER --confirm ID[@DATE] | --resend | --abandon")
    return lines
  }

  private var troubleLines: [String] {
    summary.troubles.prefix(Self.shownFiles).map { "trouble since \($0.since): \($0.message)" }
      + (summary.troubles.count > Self.shownFiles ? ["and \(summary.troubles.count - Self.shownFiles) more such"] : [])
  }

  private var heldLines: [String] {
    summary.holds.sorted { $0.key < $1.key }.map { name, hold in
      "target \(name) is held since \(hold.since) (\(hold.reason)): \(hold.message)"
    }
  }

  private var alertLines: [String] {
    summary.alertFailures.map { "alerts by \($0.channel) fail since \($0.since): \($0.message)" }
  }

  private var waitingLines: [String] {
    var lines: [String] = []
    if let waiting = summary.waiting {
      lines.append(
        "\(waiting.count) document\(waiting.count == 1 ? "" : "s") waiting, the oldest since \(waiting.oldest) (\(age(of: waiting.oldest)))"
      )
    }
    if count(.sending) > abandoned { lines.append("\(count(.sending)) in flight") }
    for state in Interchange.State.allCases {
      guard let group = summary.openInterchanges[state] else { continue }
      lines.append("\(group.count) file\(group.count == 1 ? "" : "s") on the way (\(state.rawValue)), the oldest since \(group.oldest)")
    }
    if summary.pendingDecisions > 0 {
      lines.append("\(summary.pendingDecisions) decisions written, to be carried out by ferry run or watch")
    }
    if summary.pendingReplays > 0 { lines.append("\(summary.pendingReplays) replays asked for, to be carried out by ferry run or watch") }
    return lines
  }

  private var inboxLines: [String] {
    var lines: [String] = []
    if let oldest = inbox.files.map(\.modified).min() {
      let since = UTC.text(seconds: Int(oldest))
      lines.append(
        "\(inbox.files.count) file\(inbox.files.count == 1 ? "" : "s") in the inbox, the oldest from \(since) (\(age(of: since)))")
    }
    lines += inbox.files.prefix(Self.shownFiles).map { "  \($0.partner)/\($0.name): waiting: \($0.reason)" }
    if inbox.files.count > Self.shownFiles { lines.append("  and \(inbox.files.count - Self.shownFiles) more") }
    let known = summary.troubles.map(\.message)
    return lines + inbox.oddities + inbox.troubles.filter { !known.contains($0) }.map { "trouble: \($0)" }
  }

  private var quarantineLines: [String] {
    guard !summary.quarantined.isEmpty else { return [] }
    return ["in the error folder, the latest first:"]
      + summary.quarantined.map {
        "  \($0.admission.partner)/\($0.admission.fileName): \($0.settlement?.reason?.rawValue ?? "refused"), \($0.changedAt)"
      }
  }

  private var lastLines: [String] {
    let states = DocumentState.allCases.filter { count($0) > 0 }.map { "\(count($0)) \(DocumentNames.state($0))" }
    var lines = ["documents so far: \(states.isEmpty ? "none" : states.joined(separator: ", "))"]
    lines.append(summary.lastActivity.map { "last activity \($0) (\(age(of: $0)) ago)" } ?? "nothing has happened yet")
    if let holder {
      lines.append("\(holder) is at work\(heartbeatAge.map { ", last sign of life \(Self.words(seconds: $0)) ago" } ?? "")")
    } else {
      lines.append("no run or watch is at work: what lies in the inbox stays there until one is started")
    }
    return lines
  }

  private func age(of instant: String) -> String {
    guard let then = UTC.seconds(of: instant), let now = UTC.seconds(of: now) else { return "?" }
    return Self.words(seconds: max(0, now - then))
  }

  /// The two largest units: `3 h 5 min`.
  static func words(seconds: Int) -> String {
    let units = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)]
    guard let first = units.firstIndex(where: { seconds >= $0.1 }) else { return "0 s" }
    var rest = seconds
    var words: [String] = []
    for (name, size) in units[first...].prefix(2) where rest >= size {
      words.append("\(rest / size) \(name)")
      rest %= size
    }
    return words.joined(separator: " ")
  }

  // MARK: for programs

  var json: JSONValue {
    func number(_ value: Int) -> JSONValue { .number(String(value)) }
    func group(_ value: LedgerSummary.Group) -> JSONValue {
      .object([.init("count", number(value.count)), .init("oldest", .string(value.oldest))])
    }
    return .object([
      .init("overdue", .array((expected?.overdue ?? []).map(overdue))),
      .init("missing_files", .array((expected?.missing ?? []).map(missing))),
      .init("in_doubt", number(count(.inDoubt))), .init("unconfirmed", number(count(.unconfirmed))),
      .init("undecided", .array(summary.undecided.map(undecided))),
      .init("held", .array(summary.holds.sorted { $0.key < $1.key }.map(held))),
      .init("waiting", summary.waiting.map(group) ?? .null), .init("in_flight", number(count(.sending))),
      .init(
        "on_the_way",
        .object(summary.openInterchanges.sorted { $0.key.rawValue < $1.key.rawValue }.map { .init($0.key.rawValue, group($0.value)) })),
      .init(
        "alert_failures",
        .array(
          summary.alertFailures.map {
            .object([.init("channel", .string($0.channel)), .init("since", .string($0.since)), .init("message", .string($0.message))])
          })),
      .init("pending_decisions", number(summary.pendingDecisions)), .init("pending_replays", number(summary.pendingReplays)),
      .init("inbox", .array(inbox.files.map(file))), .init("oddities", .array(inbox.oddities.map { .string($0) })),
      .init("troubles", .array(troubles.map { .string($0) })),
      .init("quarantined", .array(summary.quarantined.map(quarantined))),
      .init("documents", .object(DocumentState.allCases.filter { count($0) > 0 }.map { .init($0.rawValue, number(count($0))) })),
      .init("last_activity", summary.lastActivity.map { .string($0) } ?? .null),
      .init("holder", holder.map(person) ?? .null), .init("heartbeat_age_seconds", heartbeatAge.map(number) ?? .null),
      .init("now", .string(now)),
    ])
  }

  private func overdue(_ file: ExpectedFiles.Overdue) -> JSONValue {
    .object([
      .init("partner", .string(file.partner)), .init("profile", .string(file.profile)), .init("kind", .string(file.kind)),
      .init("daily_by", .string(file.daily.time)), .init("due", .string(file.due)),
      .init("last_file", file.since.map { .string($0) } ?? .null),
    ])
  }

  private func missing(_ file: ExpectedFiles.Missing) -> JSONValue {
    guard case .object(let members) = file.files.json else { return .null }
    return .object([.init("partner", .string(file.partner)), .init("profile", .string(file.profile))] + members)
  }

  private func undecided(_ document: DocumentRecord) -> JSONValue {
    .object([
      .init("number", .string(document.key.number)), .init("kind", .string(document.key.kind.rawValue)),
      .init("partner", .string(document.key.partner)), .init("target", .string(document.key.target)),
      .init("state", .string(document.state.rawValue)), .init("file", files[document.id.interchange].map { .string($0) } ?? .null),
      .init("line", .number(String(document.sourceLine))), .init("since", .string(document.changedAt)),
    ])
  }

  private func held(_ name: String, _ hold: TargetHold) -> JSONValue {
    .object([
      .init("target", .string(name)), .init("reason", .string(hold.reason)), .init("message", .string(hold.message)),
      .init("since", .string(hold.since)),
    ])
  }

  private func file(_ file: InboxSight.File) -> JSONValue {
    .object([
      .init("partner", .string(file.partner)), .init("file", .string(file.name)), .init("size", .number(String(file.size))),
      .init("modified", .string(UTC.text(seconds: Int(file.modified)))), .init("reason", .string(file.reason)),
    ])
  }

  private func quarantined(_ interchange: Interchange) -> JSONValue {
    .object([
      .init("id", .string(interchange.admission.id)), .init("partner", .string(interchange.admission.partner)),
      .init("file", .string(interchange.admission.fileName)),
      .init("reason", interchange.settlement?.reason.map { .string($0.rawValue) } ?? .null),
      .init("stands_at", interchange.putAwayAt.map { .string($0) } ?? .null), .init("since", .string(interchange.changedAt)),
    ])
  }

  private func person(_ holder: LockHolder) -> JSONValue {
    .object([
      .init("pid", .number(String(holder.pid))), .init("command", .string(holder.command)), .init("started", .string(holder.started)),
    ])
  }
}
