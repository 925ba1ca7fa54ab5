import Journeys
import Ledgers
import Mailboxes
import SystemPackage

/// What lies in the inboxes, and why it is not taken yet. Changes nothing.
struct InboxSight {
  struct File: Sendable, Hashable {
    var partner: String
    var name: String
    var size: Int64
    /// Seconds since 1970.
    var modified: Int64
    /// `still growing`, …
    var reason: String
  }

  struct Picture: Sendable, Hashable {
    var files: [File] = []
    /// What is no file, and folders that cannot be looked at.
    var oddities: [String] = []
    var troubles: [String] = []
  }

  private static let betweenLooks = Duration.milliseconds(400)
  private let settings: Settings
  /// What came so far, of files that are numbered.
  private let arrivals: [ArrivalState]

  init(_ settings: Settings, arrivals: [ArrivalState] = []) {
    self.settings = settings
    self.arrivals = arrivals
  }

  /// Looks twice where there is something, so that growth shows.
  func look() async -> Picture {
    var picture = Picture()
    picture.troubles = KnownMounts(state: settings.folders.state).missing(among: settings.folders.places(of: settings.partnerNames)).map(
      \.message)
    guard picture.troubles.isEmpty else { return picture }
    do throws(MailboxError) { try await look(into: &picture) } catch { picture.troubles.append(error.message) }
    return picture
  }

  private func look(into picture: inout Picture) async throws(MailboxError) {
    let mailboxes = try mailboxes()
    let rules = settings.scanRules()
    var scanner = Scanner(mailboxes: mailboxes, rules: rules[Mailbox.defaultPartner] ?? ScanRules(), partnerRules: rules)
    var report = try scanner.scan(now: .now)
    picture.oddities = report.oddities.map(\.message)
    if report.hasWork {
      try? await Task.sleep(for: Self.betweenLooks)
      report = try scanner.scan(now: .now)
    }
    report.resting.sort { $0.sighting < $1.sighting }
    var gate = SequenceGate()
    gate.know(arrivals) { _ in false }
    // Two looks are too short to see a file rest: one that waits for another says so all the same.
    let resting = report.resting.filter { $0.reason == .resting }.map(\.sighting)
    let waits = gate.pass(resting + report.ready) { settings.partners[$0]?.handling }
    picture.files = report.resting.filter { $0.reason != .resting }.map { file($0.sighting, Self.words($0.reason)) }
    picture.files += resting.enumerated().map { file($1, waits[$0] ?? Self.words(.resting)) }
    picture.files += report.ready.enumerated().map { file($1, waits[resting.count + $0] ?? "complete, to be taken next") }
    picture.troubles = report.failures.map(\.message)
  }

  /// Partners whose folders are not there yet have no files.
  private func mailboxes() throws(MailboxError) -> [Mailbox] {
    let folders = settings.folders
    var mailboxes: [Mailbox] = []
    for partner in settings.partnerNames {
      let own = [folders.inbox, folders.outbox, folders.error].map { $0.appending(partner) }
      if partner == Mailbox.defaultPartner || !own.contains(where: FolderContents.isMissing) {
        mailboxes.append(try Mailbox(partner: partner, folders: folders))
      }
    }
    return mailboxes
  }

  private func file(_ sighting: Sighting, _ reason: String) -> File {
    File(
      partner: sighting.partner, name: sighting.name.text, size: sighting.size, modified: sighting.modified.seconds, reason: reason)
  }

  private static func words(_ reason: RestingFile.Reason) -> String {
    switch reason {
    case .growing: "still growing"
    case .resting: "resting"
    case .markerMissing(let suffix): "without its marker \(suffix)"
    }
  }
}
