import Crypto
import Documents
import Formats
import FoundationEssentials
package import Ledgers
import Mailboxes
import SystemPackage
import Translation

/// Compares the ledger with archive, error folders, claimed files and outbox, and enters what it does not know: of a ledger that was restored
/// from an older backup, or of an empty one in the place of one that was lost. Done again, after a kill or for nothing, it enters nothing twice.
package struct Restoration {
  let settings: HolderSettings
  /// As they are kept with a file.
  private let snapshots: [String: HandlingSnapshot]
  let ledger: SQLiteLedger
  /// Who declared it, for the journal.
  let user: String

  /// The caller has the lock.
  package init(settings: HolderSettings, ledger: SQLiteLedger, user: String) throws(HolderError) {
    self.settings = settings
    var snapshots: [String: HandlingSnapshot] = [:]
    for (partner, handling) in settings.handling { snapshots[partner] = try HandlingSnapshot(handling) }
    self.snapshots = snapshots
    self.ledger = ledger
    self.user = user
  }

  /// Every original is read three times: which answers speak of which has to be known before the first document is entered, and the number
  /// of one that was accepted must not go to another of the same number.
  private enum Step: CaseIterable { case count, accepted, others }

  /// A file that may have been sent.
  struct Original {
    let path: FilePath
    let name: FileName
    /// nil: the archive does not say.
    var partner: String?
    /// nil: it was put away.
    var claim: String?
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
    for number in try await ledger.settleByAnswers(user: user) { report.enter(.accepted, number) }
    let claims = try Claims(mailboxes: mailboxes).pending()
    // Those that a comparison made, and did not finish, are found by their ids.
    var left = Left(open: try await ledger.openInterchanges().filter { !Self.isMade($0.admission.id) }, claims: Set(claims.map(\.id)))
    for step in Step.allCases {
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
    let names = Set(kept.files)
    return kept.files.compactMap { name in
      guard !name.text.hasSuffix(".report.txt"), !name.text.hasSuffix(".report.json") else { return nil }
      let report = name.appending(".report.json")
      if !all, names.contains(report), !QuarantineReason.mayHaveBeenSent(report: kept.path(of: report)) { return nil }
      return Original(path: kept.path(of: name), name: name, partner: mailbox.partner)
    }
  }

  // MARK: what is in them

  private func look(at original: Original, _ left: inout Left, _ step: Step, _ report: inout RestorationReport) async throws {
    if original.claim == nil, try await ledger.knows(path: original.path.printable) { return }
    do {
      if let record = try record(of: original, &left) {
        let kept = KeptOriginal(
          admission: record.admission, stems: original.stems, isCertain: true, isClaimed: original.claim != nil)
        _ = try await read(original, kept, try record.admission.handling(), step, &report)
        return
      }
      let partners = original.partner.map { [$0] } ?? settings.partners
      var failure: FormatError?
      var isRead = false
      for partner in partners {
        guard let snapshot = snapshots[partner] else { continue }
        let name = original.droppedName(snapshot.handling)
        let admission = Admission(
          id: original.claim ?? Self.id(Self.restored, partner, original.path.printable), partner: partner, fileName: name.text,
          profile: snapshot.text)
        let kept = KeptOriginal(
          admission: admission, stems: original.stems, isCertain: partners.count == 1, isClaimed: original.claim != nil)
        // What one partner's profile cannot read may be another's.
        do {
          if try await read(original, kept, snapshot.handling, step, &report) { isRead = true }
        } catch let error as FormatError { failure = error }
      }
      if let failure, !isRead, step == .others { throw failure }
    } catch let error as FormatError {
      report.trouble("\(original.path.printable) cannot be read: \(error.message)")
    }
  }

  /// - Returns: false: it is of no kind that this partner sends.
  private func read(
    _ original: Original, _ kept: KeptOriginal, _ handling: Handling, _ step: Step, _ report: inout RestorationReport
  ) async throws -> Bool {
    let reading = OriginalReading(ledger: ledger, handling: handling, name: kept.admission.fileName, path: original.path)
    guard let kind = try reading.kind() else { return false }
    var found = report
    let ending = try await reading.read(kind) { documents in
      guard step != .count else { return try await ledger.count(documents, of: kept) }
      let comparisons = try await ledger.enter(documents, of: kept, user: user, isAccepted: step == .accepted)
      for (document, comparison) in zip(documents, comparisons) {
        switch comparison {
        case .known: found.known += 1
        case .free: found.free += 1
        case .entered(let state): found.enter(state, document.key.number)
        case .others, nil: break
        }
      }
    }
    report = found
    guard step == .others else { return true }
    report.originals += 1
    report.free += ending.mistaken
    if kept.isCertain, let finding = ending.fileFindings.first { report.trouble("\(original.path.printable): \(finding)") }
    if original.claim == nil { try await ledger.finishRestoring(kept, ending.survey, at: original.path.printable) }
    return true
  }

  /// What the ledger left on its way, and which original was found to be whose.
  private struct Left {
    let open: [Interchange]
    /// Ids of the claimed files.
    let claims: Set<String>
    var paths: [String: FilePath] = [:]
  }

  /// The interchange that the ledger left on its way: of a claimed file by its id, else by name and content. Each has one original.
  private func record(of original: Original, _ left: inout Left) throws -> Interchange? {
    if let claim = original.claim { return left.open.first { $0.admission.id == claim } }
    let names = [original.name.text, original.name.unnumbered?.text]
    let candidates = left.open.filter { record in
      names.contains(record.admission.fileName) && (original.partner ?? record.admission.partner) == record.admission.partner
        && !left.claims.contains(record.admission.id) && left.paths[record.admission.id, default: original.path] == original.path
    }
    guard !candidates.isEmpty else { return nil }
    let hash = try OutboxReading.sha256(original.path)
    let found = candidates.first { $0.survey?.sha256 == hash } ?? candidates.first { $0.survey == nil }
    if let found { left.paths[found.admission.id] = original.path }
    return found
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
        let isEntered = try await ledger.enter(
          testimony, of: admission, survey, at: Settlement.Place.archive.rawValue, user: user)
        if isEntered { report.enter(testimony.state, key.number) }
      }
    }
  }

  private static let restored = "restored"
  private static let told = "told"

  /// The same for the same, so that it can be gone on with after a kill.
  private static func id(_ parts: String...) -> String {
    let hash = SHA256.hash(data: Array(parts.joined(separator: "\0").utf8))
    return parts[0] + "-" + Fingerprint(Array(hash)).hex.prefix(20)
  }

  /// Whether `id` made it: a claim's has no dash.
  private static func isMade(_ id: String) -> Bool { id.hasPrefix(restored + "-") || id.hasPrefix(told + "-") }
}

extension Restoration.Original {
  /// The file may have been dropped under the name that it has, or got its number when it was put away.
  var stems: [String] { [name.stem.text, (name.unnumbered ?? name).stem.text] }

  /// As it was dropped, as far as a profile can tell: a file whose own number would have changed how it is read was refused.
  func droppedName(_ handling: Handling) -> FileName {
    guard let bare = name.unnumbered, handling.finding(ofNumberIn: name.text) != nil else { return name }
    return bare
  }
}

extension FileName {
  /// `orders.csv` of `orders-2.csv`; nil of a name without such a number.
  fileprivate var unnumbered: FileName? {
    let stem = stem.bytes
    guard let dash = stem.lastIndex(of: UInt8(ascii: "-")), dash > 0, dash < stem.count - 1,
      stem[(dash + 1)...].allSatisfy(\.isASCIIDigit), stem[dash + 1] != UInt8(ascii: "0")
    else { return nil }
    return FileName(bytes: Array(stem[..<dash]) + fileExtension)
  }
}
