import Documents
import Formats
import KillPoints
import Ledgers
import Logging
import Mailboxes
import SystemPackage
import Translation

/// Obeys an `InterchangeJourney`: leads one claimed file through all rooms.
struct InterchangeRunner: Sendable {
  let context: JourneyContext
  let interchange: ClaimedInterchange
  let logger: Logger

  init(context: JourneyContext, interchange: ClaimedInterchange) {
    self.context = context
    self.interchange = interchange
    var logger = context.logger
    logger[metadataKey: "interchange"] = "\(interchange.record.admission.id)"
    self.logger = logger
  }

  /// What the steps hand to each other.
  private struct Baggage {
    var surveyed: Surveyor.Result?
    /// Of a safe kind that was asked in this attempt.
    var output: SearchOutput?
    /// Of a safe kind; kept beside the ledger from its answer's publishing on.
    var verdict: SearchVerdict?
    var counts: [String: Int] = [:]
    var hasGrown = false
    /// In this attempt, so that it cannot have been placed before.
    var isRendered = false
    /// Under its final name.
    var published: AnswerFile?
    /// How often what was to be published was gone, in this attempt.
    var losses = 0
  }

  /// Of answers in one attempt: whatever clears the outbox away gets a pause.
  private static let mostLosses = 3

  /// - Returns: whether it got to its end; false: it waits in good order.
  /// - Throws: `LedgerError`; `MailboxError`, `FormatError` and `HolderError` of code `storage`: a folder's trouble is not the file's, and
  ///   the journey goes on later where it was.
  func run() async throws -> Bool {
    do {
      return try await obey()
    } catch is Surveyor.Leaving {
      try await context.ledger.leave(interchange.number)
      return false
    } catch let error as MailboxError {
      guard error.code == .vanished, try await wasPutAway() else { throw error }
      return true
    }
  }

  /// Moved by an attempt that failed behind the move, as where the folder could not be synced: only the ledger does not know yet.
  private func wasPutAway() async throws(LedgerError) -> Bool {
    let record = interchange.record
    guard record.state == .settled, let settlement = record.settlement, let path = context.whereabouts(of: record, settlement) else {
      return false
    }
    try await context.ledger.recordPutAway(record.number, at: path.printable)
    context.finish(record, settlement, at: path.printable, logger)
    return true
  }

  private func obey() async throws -> Bool {
    let journey = InterchangeJourney(interchange.record, maxAttempts: context.settings.maxAttempts)
    var baggage = Baggage()
    var action = journey.start()
    while true {
      switch action {
      case .survey:
        baggage.surveyed = try await survey(journey)
        action = journey.surveyed()
      case .send:
        action = journey.sent(isComplete: try await send(&baggage))
        try lookForGrowth(&baggage)
      case .render:
        let rendering = AnswerRendering(context: context, interchange: interchange, logger: logger)
        let result = try await rendering.render(try surveyed(baggage), baggage.output)
        (baggage.counts, baggage.isRendered) = (result.counts, true)
        try baggage.output?.seal()
        action = journey.rendered(result.answer)
      case .publish(let answer):
        do {
          try await publish(answer, try surveyed(baggage).survey.kind, isFirst: baggage.isRendered)
        } catch let error as MailboxError where error.code == .lost && baggage.losses < Self.mostLosses {
          baggage.losses += 1
          action = try await lost(answer, error, journey, &baggage)
          continue
        }
        baggage.published = answer
        action = journey.published(try await settlement(&baggage, isPoisoned: journey.isPoisoned))
      case .settle(let settlement):
        KillPoint.before(.settling)
        try await context.ledger.settle(interchange.number, as: settlement)
        KillPoint.after(.settling)
        if let answer = baggage.published { try publisher().release(answer) }
        action = journey.settled(settlement)
      case .putAway(let settlement):
        let path = try await PuttingAway(
          context: context, interchange: interchange, surveyed: try surveyed(baggage), verdict: verdict(&baggage)
        ).putAway(settlement)
        KillPoint.before(.closing)
        try await context.ledger.recordPutAway(interchange.number, at: path)
        KillPoint.after(.closing)
        context.finish(interchange.record, settlement, at: path, logger)
        action = journey.putAway()
      case .leave:
        try await context.ledger.note(
          JournalNote("left", "some documents wait: their target is held, or Ferry was asked to leave"), interchange: interchange.number,
          ordinal: nil)
        try await context.ledger.leave(interchange.number)
        return false
      case .finish: return true
      }
    }
  }

  private func surveyed(_ baggage: Baggage) throws -> Surveyor.Result {
    guard let surveyed = baggage.surveyed else {
      throw HolderError(.fault, "a step was taken before the survey: a fault in Ferry, please report it")
    }
    return surveyed
  }

  // MARK: survey

  private func survey(_ journey: InterchangeJourney) async throws -> Surveyor.Result {
    var result = journey.needsReading ? try await Surveyor(context: context, interchange: interchange).survey() : known(journey)
    context.order.know([], of: interchange.place)
    context.order.count(interchange.place)
    // Documents of an earlier reading stand in the ledger: what the file is does not change with what is in it now.
    if result.survey.kind == nil, let earlier = interchange.record.survey, earlier.kind != nil { result.survey = earlier }
    if interchange.file.changed {
      result.fileFindings.append(
        Finding(.changed, file: interchange.name, "the file was replaced while it was being taken; nothing of it was sent: drop it again"))
    }
    if journey.isPoisoned {
      result.fileFindings.append(
        Finding(
          .heldBack, file: interchange.name,
          "Ferry itself failed on this file \(interchange.record.attempts - 1) times; nothing more of it is sent: please report it"))
    }
    if !result.fileFindings.isEmpty { result.survey.isRefusedWhole = true }
    // What is sent from here on has its original on the disk.
    if !result.survey.isRefusedWhole { try context.claims.sync(interchange.file) }
    if interchange.record.state == .admitted || interchange.record.state == .surveyed {
      KillPoint.before(.survey)
      try await context.ledger.recordSurvey(result.survey, of: interchange.number)
      KillPoint.after(.survey)
    }
    context.tally.surveyed(documents: result.survey.documentCount)
    logger.info(
      "surveyed",
      metadata: [
        "file": "\(interchange.name)", "documents": "\(result.survey.documentCount)", "refused": "\(result.survey.refusedCount)",
        "findings": "\(result.survey.findingCount)",
      ])
    return result
  }

  /// What is known of a file without reading it.
  private func known(_ journey: InterchangeJourney) -> Surveyor.Result {
    let kind = interchange.format == .csv ? Kind.named(byFile: interchange.name) : nil
    let survey =
      interchange.record.survey
      ?? Survey(
        kind: kind, target: kind.map(interchange.handling.target) ?? "", sha256: "", byteCount: Int(interchange.file.size),
        documentCount: 0,
        refusedCount: 0,
        findingCount: 1, isRefusedWhole: true)
    return Surveyor.Result(survey: survey, fileFindings: [])
  }

  // MARK: send

  private func send(_ baggage: inout Baggage) async throws -> Bool {
    defer { context.order.leave(interchange.place) }
    var surveyed = try surveyed(baggage)
    guard let kind = surveyed.survey.kind else { return true }
    if try context.claims.hasChanged(interchange.file) {
      surveyed.fileFindings.append(
        Finding(
          .changed, file: interchange.name, "the file grew after it was taken; nothing of it was sent: write it whole, then drop it again"))
      surveyed.survey.isRefusedWhole = true
      try await context.ledger.recordSurvey(surveyed.survey, of: interchange.number)
      baggage.surveyed = surveyed
      baggage.hasGrown = true
    }
    if kind.isUnsafe {
      let gate = try context.gate(surveyed.survey.target)
      return try await OrderSender(context: context, interchange: interchange, gate: gate, kind: kind).send(surveyed)
    }
    let output = try SearchOutput(
      spools: context.spools, id: interchange.record.admission.id, layout: interchange.answerLayout(surveyed.survey))
    baggage.output = output
    return try await SearchSender(context: context, interchange: interchange, kind: kind, output: output).send(surveyed)
  }

  /// Documents that were sent stay sent; what was written behind them is not passed over in silence.
  private func lookForGrowth(_ baggage: inout Baggage) throws {
    guard !baggage.hasGrown, try context.claims.hasChanged(interchange.file) else { return }
    baggage.hasGrown = true
    baggage.surveyed?.fileFindings.append(
      Finding(
        .changed, file: interchange.name,
        "the file grew while it was being sent; what was written late was not sent: drop it again, what was accepted is recognised"))
  }

  // MARK: publish and settle

  private func publish(_ answer: AnswerFile, _ kind: Kind?, isFirst: Bool) async throws {
    let publisher = try publisher()
    KillPoint.before(.publishing)
    try await context.ledger.recordPublishing(answer, of: interchange.number)
    KillPoint.after(.publishing)
    try await publisher.place(answer, like: interchange.answerName(kind).whole, isFirst: isFirst) { renamed in
      try await context.ledger.recordPublishing(renamed, of: interchange.number)
    }
  }

  private func publisher() throws(HolderError) -> Publisher {
    guard let mailbox = context.mailboxes[interchange.file.partner] else { throw HolderError.unknownPartner(interchange.file.partner) }
    return Publisher(mailbox)
  }

  /// Whether it was published before Ferry went down, and fetched, nobody can say: it is told, and published again rather than lost.
  private func lost(
    _ answer: AnswerFile, _ error: MailboxError, _ journey: InterchangeJourney, _ baggage: inout Baggage
  ) async throws -> InterchangeJourney.Action {
    try await context.ledger.note(JournalNote("answer_missing", answer.finalName), interchange: interchange.number, ordinal: nil)
    context.tally.trouble(
      "\(error.message). It is published again: if it had been fetched, it comes a second time with the same content")
    logger.error("answer missing, published again", metadata: ["message": "\(error.message)"])
    let isSearch = try surveyed(baggage).survey.kind?.isUnsafe == false
    if isSearch, !journey.needsReading { baggage.surveyed = try await Surveyor(context: context, interchange: interchange).survey() }
    return journey.lost(isSearch: isSearch)
  }

  private func verdict(_ baggage: inout Baggage) -> SearchVerdict {
    if let verdict = baggage.verdict { return verdict }
    let verdict = baggage.output?.verdict ?? context.spools.verdict(of: interchange.record.admission.id) ?? SearchVerdict()
    baggage.verdict = verdict
    return verdict
  }

  private func settlement(_ baggage: inout Baggage, isPoisoned: Bool) async throws -> Settlement {
    let surveyed = try surveyed(baggage)
    var counts = baggage.counts
    if counts.isEmpty {
      switch surveyed.survey.kind?.isUnsafe {
      case true: counts = try await StateCount(ledger: context.ledger, interchange: interchange.number).counts()
      case false: counts = verdict(&baggage).counts
      case nil: counts = [DocumentState.refused.rawValue: 1]
      }
    }
    // Being sent again, since somebody decided it: the answer tells it as it was.
    if let sending = counts.removeValue(forKey: DocumentState.sending.rawValue) {
      counts[DocumentState.inDoubt.rawValue, default: 0] += sending
    }
    func isNothingBut(_ states: DocumentState...) -> Bool { !counts.isEmpty && counts.keys.allSatisfy(states.map(\.rawValue).contains) }
    let reason: Settlement.Reason? =
      if isPoisoned { .poisoned } else if hasGrown(baggage, surveyed) { .grew } else if surveyed.survey.isRefusedWhole {
        .invalid
      } else if isNothingBut(.refused, .conflict) {
        // A file of which no document was good goes back as it came, whoever refused it.
        .invalid
      } else if isNothingBut(.failed) { .undeliverable } else { nil }
    return Settlement(place: reason == nil ? .archive : .error, reason: reason, counts: counts)
  }

  private func hasGrown(_ baggage: Baggage, _ surveyed: Surveyor.Result) -> Bool {
    baggage.hasGrown || interchange.file.changed
      || surveyed.survey.kind != nil && Int(interchange.file.size) != surveyed.survey.byteCount
  }
}

extension JourneyContext {
  /// - Throws: where the settings no longer have the target.
  func gate(_ target: String) throws(HolderError) -> TargetGate {
    if let gate = gates[target] { return gate }
    throw HolderError(.storage, "there is no target \(target) in the settings; add it again, since a file is on its way to it")
  }

  /// A file has got to its end.
  func finish(_ record: Interchange, _ settlement: Settlement, at path: String, _ logger: Logger) {
    spools.remove(record.admission.id)
    patience.forget(record.number)
    tally.finished(record, settlement)
    logger.info(
      "settled",
      metadata: [
        "file": "\(record.admission.fileName)", "place": "\(path)", "reason": "\(settlement.reason?.rawValue ?? "")",
        "counts": "\(settlement.counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "))",
      ])
  }
}

extension HolderError {
  static func unknownPartner(_ partner: String) -> HolderError {
    HolderError(.storage, "there is no partner \(partner) in the settings; add it again, since a file of it is on its way")
  }
}
