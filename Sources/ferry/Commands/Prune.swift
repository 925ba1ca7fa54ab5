import ArgumentParser
import Contracts
import Journeys
import Ledgers
import Mailboxes

struct Prune: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "Drop requests, responses and journals of what is over.",
    discussion: """
      run and watch do this by themselves with what is older than the retention (90d). Numbers, content hashes, outcomes and external ids stay, so \
      that a duplicate is still recognised. Nothing that is in doubt, unconfirmed, on its way or still tracked is ever pruned. Afterwards the \
      ledger's file is written anew, so that no byte of what was dropped is left in it.

      --forget-numbers forgets the numbers too: dropped again, such an order is sent again.

      ferry prune --dry-run
      ferry prune --before 2026-06-01
      ferry prune --before 2020-01-01 --forget-numbers
      """)

  /// Documents of one commit.
  private static let forgottenAtOnce = 500

  @OptionGroup var config: ConfigOption
  @Option(help: ArgumentHelp("What ended before that day (UTC) or time; else what is older than the retention.", valueName: "date"))
  var before: String?
  @Flag(help: "Forget the numbers too: they count as never sent.") var forgetNumbers = false
  @Flag(help: "Only say what would be dropped.") var dryRun = false
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    guard !forgetNumbers || before != nil else { throw ValidationError("--forget-numbers needs --before: say how far.") }
    if let before, Self.time(before) == nil {
      throw ValidationError("--before is \"\(before)\"; expected a day, 2026-06-01, or a time, 2026-06-01T12:00:00Z.")
    }
  }

  func perform() async throws -> ExitStatus {
    let settings = try config.load(secrets: .leftOut)
    let time = try limit(settings)
    let figures = try await LedgerPlace(folders: settings.folders).openForReading().pruningFigures(before: time)
    guard !dryRun else {
      tell(figures, done: nil, forgotten: nil, before: time)
      return .ok
    }
    let lock = try StateFolder(settings.folders.state).lock(command: "ferry prune", started: UTC.now())
    defer { lock.release() }
    let ledger = try LedgerPlace(folders: settings.folders).open()
    if forgetNumbers {
      let open = try await ledger.openInterchanges().count
      guard open == 0 else {
        throw CommandError(.held, "files on the way: \(open); let ferry run finish them, then forget numbers")
      }
    }
    let done = try await PruningRound(ledger: ledger).go(before: time)
    let forgotten = forgetNumbers ? try await forget(before: time, ledger) : nil
    try await ledger.compact()
    try ledger.close()
    tell(figures, done: done, forgotten: forgotten, before: time)
    return .ok
  }

  private func forget(before time: String, _ ledger: SQLiteLedger) async throws(LedgerError) -> Int {
    var count = 0
    while true {
      let (documents, files) = try await ledger.forget(before: time, limit: Self.forgottenAtOnce)
      count += documents
      if documents + files == 0 { return count }
    }
  }

  // MARK: until when

  private func limit(_ settings: Settings) throws(CommandError) -> String {
    let now = UTC.now()
    guard let seconds = UTC.seconds(of: now) else { throw CommandError(.fault, "the clock says \(now)") }
    guard let before, let time = Self.time(before) else {
      return UTC.text(seconds: seconds - Int(settings.retention / .seconds(1)))
    }
    guard time <= now else { throw CommandError(.usage, "--before \(before) is still to come; expected a day that is over") }
    return time
  }

  /// A day's beginning, or the time itself, in the form of the ledger; nil where it is none.
  private static func time(_ text: String) -> String? {
    let whole = text.count == 10 ? text + "T00:00:00Z" : text
    // What the calendar does not have comes back as another day.
    return UTC.seconds(of: whole).map { UTC.text(seconds: $0) }.flatMap { $0.prefix(19) == whole.prefix(19) ? $0 : nil }
  }

  // MARK: telling

  private func tell(_ figures: PruningFigures, done: PruningRound.Result?, forgotten: Int?, before time: String) {
    guard !json else {
      func number(_ value: Int) -> JSONValue { .number(String(value)) }
      let answer = JSONValue.object([
        .init("before", .string(time)), .init("dry_run", .boolean(done == nil)),
        .init("documents", number(done?.documents ?? figures.documents)), .init("files", number(done?.files ?? figures.files)),
        .init("bytes", number(figures.bytes)),
        .init("numbers_forgotten", number(forgotten ?? (forgetNumbers ? figures.numbers : 0))),
        .init("kept", .object([.init("undecided", number(figures.undecided)), .init("tracked", number(figures.tracked))])),
      ])
      return Lines.out.line(String(decoding: answer.bytes, as: UTF8.self))
    }
    let documents = done?.documents ?? figures.documents
    let files = done?.files ?? figures.files
    Lines.out.line(
      "\(done == nil ? "would drop" : "dropped") requests, responses and journals of \(documents) document\(documents == 1 ? "" : "s") and "
        + "\(files) file\(files == 1 ? "" : "s") that ended before \(time) (\(figures.bytes) bytes)")
    if forgetNumbers {
      let count = forgotten ?? figures.numbers
      let what = "\(count) number\(count == 1 ? "" : "s")"
      Lines.out.line("\(done == nil ? "would forget" : "forgot") \(what): dropped again, they are sent again")
    }
    if figures.undecided > 0 { Lines.out.line("kept: \(figures.undecided) in doubt, unconfirmed or being decided") }
    if figures.tracked > 0 { Lines.out.line("kept: \(figures.tracked) whose state at the target is still asked for") }
  }
}
