import Crypto
import Documents
import KillPoints
package import Ledgers
import Mailboxes
import SystemPackage
import Translation

/// Compares the ledger with archive, error folders, claimed files and outbox, and enters what it does not know: of a ledger that was restored
/// from an older backup, or of an empty one in the place of one that was lost. Done again, after a kill or for nothing, it enters nothing twice.
package struct Restoration {
  let settings: HolderSettings
  /// As they are kept with a file.
  let snapshots: [String: HandlingSnapshot]
  let ledger: SQLiteLedger
  /// Who declared it, for the journal.
  let user: String
  /// The operator goes on without originals that cannot be read.
  private let acceptsUnread: Bool

  /// The caller has the lock.
  package init(settings: HolderSettings, ledger: SQLiteLedger, user: String, acceptsUnread: Bool = false) throws(HolderError) {
    self.settings = settings
    var snapshots: [String: HandlingSnapshot] = [:]
    for (partner, handling) in settings.handling { snapshots[partner] = try HandlingSnapshot(handling) }
    self.snapshots = snapshots
    self.ledger = ledger
    self.user = user
    self.acceptsUnread = acceptsUnread
  }

  /// Every original is read three times: which answers speak of which has to be known before the first document is entered, and the number
  /// of one that was accepted must not go to another of the same number. A fourth time where some are mistaken today, so that the number of one whose
  /// content is known does not go to one without.
  enum Step: CaseIterable { case count, accepted, others, mistaken }

  /// A file that may have been sent.
  struct Original {
    let path: FilePath
    let name: FileName
    /// nil: the archive does not say.
    var partner: String?
    /// nil: it was put away.
    var claim: String?
    /// A report beside it says that something of it may have been sent.
    var isReported = false

    var isArchived: Bool { partner == nil && claim == nil }
  }

  /// - Throws: `LedgerError`, `MailboxError`.
  package func perform() async throws -> RestorationReport {
    var report = RestorationReport()
    _ = try await ledger.recoverSending()
    try await ledger.beginComparison()
    let mailboxes = try settings.partners.map { try Mailbox(partner: $0, folders: settings.folders) }
    for mailbox in mailboxes {
      try await OutboxReading(ledger: ledger, handling: settings.handling).read(mailbox.outbox.path, of: mailbox.partner, into: &report)
    }
    KillPoint.before(.comparison)
    for number in try await ledger.settleByAnswers(user: user) { report.enter(.accepted, number) }
    KillPoint.after(.comparison)
    let claims = try Claims(mailboxes: mailboxes).pending()
    // Those that a comparison made, and did not finish, are found by their ids.
    var left = Left(open: try await ledger.openInterchanges().filter { !Self.isMade($0.admission.id) }, claims: Set(claims.map(\.id)))
    for step in Step.allCases where step != .mistaken || report.hasMistaken {
      try await walk(settings.folders.archive, depth: 0) { try await look(at: $0, &left, step, &report) }
      for mailbox in mailboxes {
        for original in try quarantined(mailbox, all: step == .count) { try await look(at: original, &left, step, &report) }
      }
      for claim in claims {
        let original = Original(path: claim.path, name: claim.name, partner: claim.partner, claim: claim.id)
        try await look(at: original, &left, step, &report)
      }
    }
    try await enterWithoutOriginal(&report)
    if acceptsUnread { try await goOn(without: &report) }
    if report.isComplete { try await finishLeft() }
    return report
  }

  // MARK: where originals are

  private static let deepest = 16

  private func walk(_ folder: FilePath, depth: Int, _ body: (Original) async throws -> Void) async throws {
    let kept = try KeptFiles(in: folder)
    for name in kept.files { try await body(Original(path: kept.path(of: name), name: name)) }
    guard depth < Self.deepest else { return }
    for name in kept.folders { try await walk(kept.path(of: name), depth: depth + 1, body) }
  }

  /// Files of which something may have been sent: the reports beside the others say that nothing was. `all`: those, too, since they have had answers
  /// that speak of them, and not of a corrected file with the same name.
  private func quarantined(_ mailbox: Mailbox, all: Bool) throws -> [Original] {
    let kept = try KeptFiles(in: mailbox.error.path)
    // Whose file was taken out, its report may be left: the next one of that name has its report under a number.
    let reports = Dictionary(grouping: kept.files) { $0.unnumbered ?? $0 }
    return kept.files.compactMap { name in
      let bare = (name.unnumbered ?? name).text
      guard !bare.hasSuffix(".report.txt"), !bare.hasSuffix(".report.json") else { return nil }
      let reports = reports[name.appending(".report.json")] ?? []
      let isReported = reports.contains { QuarantineReason.mayHaveBeenSent(report: kept.path(of: $0)) }
      if !all, !reports.isEmpty, !isReported { return nil }
      return Original(path: kept.path(of: name), name: name, partner: mailbox.partner, isReported: isReported)
    }
  }

  // MARK: what nobody can read

  /// Stands in the journal of each, by name.
  private func goOn(without report: inout RestorationReport) async throws {
    report.isUnreadAccepted = !report.unread.isEmpty
    for unread in report.unread {
      let partner = unread.partner ?? Mailbox.defaultPartner
      let admission = Admission(
        id: Self.id(Self.unread, unread.path), partner: partner, fileName: unread.name, profile: snapshots[partner]?.text ?? "{}")
      try await ledger.goOn(without: admission, "\(unread.path): \(unread.reason)", user: user)
    }
  }

  /// A file of which a part was read and entered, and that nobody reads to its end: it was given up, or moved away.
  private func finishLeft() async throws(LedgerError) {
    for open in try await ledger.openInterchanges() where Self.isMade(open.admission.id) {
      try await ledger.finishRestoring(open.admission.id, nil, at: nil)
    }
  }

  // MARK: what only answers tell

  private func enterWithoutOriginal(_ report: inout RestorationReport) async throws {
    while case let page = try await ledger.toldWithoutOriginal(limit: 200), !page.isEmpty {
      for testimony in page {
        guard let snapshot = snapshots[testimony.key.partner] else { continue }
        let key = testimony.key
        let admission = Admission(
          id: Self.id(Self.told, key.partner, key.kind.rawValue, testimony.stem), partner: key.partner, fileName: testimony.stem + ".csv",
          profile: snapshot.text)
        let survey = Survey(
          kind: key.kind, target: key.target, sha256: "", byteCount: 0, documentCount: 0, refusedCount: 0, findingCount: 0,
          isRefusedWhole: false)
        KillPoint.before(.comparison)
        let isEntered = try await ledger.enter(
          testimony, of: admission, survey, at: Settlement.Place.archive.rawValue, user: user)
        KillPoint.after(.comparison)
        if isEntered { report.enter(testimony.state, key.number) }
      }
    }
  }

  static let restored = "restored"
  private static let told = "told"
  private static let unread = "unread"

  /// The same for the same, so that it can be gone on with after a kill.
  static func id(_ parts: String...) -> String {
    let hash = SHA256.hash(data: Array(parts.joined(separator: "\0").utf8))
    return parts[0] + "-" + Fingerprint(Array(hash)).hex.prefix(20)
  }

  /// Whether `id` made it: a claim's has no dash.
  static func isMade(_ id: String) -> Bool { id.hasPrefix(restored + "-") || id.hasPrefix(told + "-") }
}
