import ArgumentParser
import Contracts
import Documents
import Ledgers
import Translation

struct SequenceCommand: FerryCommand {
  static let configuration = CommandConfiguration(
    commandName: "sequence",
    abstract: "The numbers of partners' files: the last one, and what is missing.",
    discussion: """
      For profiles with completeness.sequence.

      ferry sequence                     of all partners
      ferry sequence acme --waive 17     file 17 does not come, nobody waits for it any more
      ferry sequence acme --waive 17-19
      ferry sequence acme --next 1       the numbers begin anew with 1

      Takes no lock; a running ferry watch knows it at its next look.
      """)

  @OptionGroup var config: ConfigOption
  @Argument(help: "Whose files.") var partner: String?
  @Option(help: "Of several profiles with numbers, the one that is meant.") var profile: String?
  @Option(help: ArgumentHelp("These do not come.", valueName: "n[-m]")) var waive: String?
  @Option(help: ArgumentHelp("The next file has this number, whatever came before.", valueName: "n")) var next: Int?
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    guard waive != nil || next != nil else { return }
    guard partner != nil else { throw ValidationError("Name the partner whose files are meant.") }
    guard waive == nil || next == nil else { throw ValidationError("Choose one of --waive and --next.") }
    if let waive, Self.numbers(waive) == nil { throw ValidationError("--waive takes a number or two, for example 17 or 17-19.") }
    if let next, next < 0 { throw ValidationError("--next takes a number of a file.") }
  }

  func perform() async throws -> ExitStatus {
    let settings = try config.load(secrets: .leftOut)
    let counted = try counted(settings)
    let place = LedgerPlace(folders: settings.folders)
    guard waive != nil || next != nil else {
      tell(counted, try await place.openForReadingIfThere()?.arrivals() ?? [])
      return .ok
    }
    guard let key = counted.first, counted.count == 1 else {
      throw CommandError(
        .usage,
        "partner \(partner ?? "") has several profiles with numbers; choose one by --profile: "
          + counted.map(\.profile).joined(separator: ", "))
    }
    let ledger = try place.openBeside()
    defer { try? ledger.close() }
    if let next {
      try await ledger.restartNumbers(at: next, partner: key.partner, profile: key.profile)
      Lines.out.line("the next file of \(key.partner) has number \(next) (profile \(key.profile))")
    } else if let numbers = waive.flatMap(Self.numbers) {
      let user = Operator.name(environment: Surroundings.environment)
      let count = try await ledger.waive(numbers, partner: key.partner, profile: key.profile, by: user)
      Lines.out.line(
        count == 0
          ? "\(numbers.numbersText) is not missing; ferry sequence lists what is"
          : "\(count) number\(count == 1 ? "" : "s") of \(key.partner) waived (profile \(key.profile))")
    }
    return .ok
  }

  /// Partners and profiles with numbers, as asked for.
  private func counted(_ settings: Settings) throws -> [(partner: String, profile: String)] {
    if let partner, settings.partners[partner] == nil {
      throw CommandError(
        .usage, "there is no partner \"\(partner)\"; expected one of \(settings.partnerNames.joined(separator: ", "))")
    }
    let found = settings.partnerNames.filter { partner == nil || partner == $0 }.flatMap { name in
      (settings.partners[name]?.handling.profiles ?? []).filter { $0.completeness.sequence != nil }.map { (name, $0.name) }
    }.filter { profile == nil || profile == $0.1 }
    guard !found.isEmpty else {
      throw CommandError(
        .usage,
        "no profile\(partner.map { " of \($0)" } ?? "") numbers its files; completeness.sequence in a profile says where the number stands")
    }
    return found
  }

  private func tell(_ counted: [(partner: String, profile: String)], _ arrivals: [ArrivalState]) {
    let states = counted.map { key in (key, arrivals.first { $0.partner == key.partner && $0.profile == key.profile }) }
    guard json else {
      for (key, state) in states {
        let last = state?.lastNumber.map { "last number \($0)" } ?? "no file came yet"
        Lines.out.line(PlainText.line("\(key.partner): \(last) (profile \(key.profile))"))
        for gap in state?.missing ?? [] {
          Lines.out.line(PlainText.line("  missing: \(gap.numbers.numbersText), since \(gap.since), when \(gap.shownBy) came"))
        }
      }
      return
    }
    let rows = states.map { key, state in
      JSONValue.object([
        .init("partner", .string(key.partner)), .init("profile", .string(key.profile)),
        .init("last_number", state?.lastNumber.map { .number("\($0)") } ?? .null),
        .init("last_file", state?.receivedAt.map { .string($0) } ?? .null),
        .init("missing", .array((state?.missing ?? []).map(\.json))),
      ])
    }
    Lines.out.line(String(decoding: JSONValue.array(rows).bytes, as: UTF8.self))
  }

  /// `17`, `17-19`.
  private static func numbers(_ text: String) -> ClosedRange<Int>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { part in
      part.utf8.count <= 15 && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    guard let first = parts[0], parts.count <= 2, let last = parts.count == 2 ? parts[1] : first, first <= last else { return nil }
    return first...last
  }
}

extension MissingFiles {
  var json: JSONValue {
    .object([
      .init("from", .number("\(numbers.lowerBound)")), .init("to", .number("\(numbers.upperBound)")), .init("since", .string(since)),
      .init("shown_by", .string(shownBy)),
    ])
  }
}
