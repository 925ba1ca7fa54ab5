import Documents
import FoundationEssentials
import Gateways
import Journeys
import Ledgers
import Logging
import Mailboxes
import SystemPackage
import Translation

/// Carries one file through a whole journey, in folders of its own that are gone afterwards, to a target that says what is written down: the answer
/// is the one that would be published. Identifiers and times in it are always the same.
struct AnswerTrial {
  let handling: Handling
  let responses: RecordedResponses

  static let time = "2026-01-01T00:00:00.000Z"

  /// - Throws: `CommandError` where no answer comes.
  func answer(to file: FilePath) async throws -> (name: String, bytes: [UInt8]) {
    let root = FilePath(FileManager.default.temporaryDirectory.path()).appending("ferry-profile-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(atPath: root.string) }
    let folders = FolderSettings.standard(below: root)
    let inbox = folder(of: folders.inbox)
    let outbox = folder(of: folders.outbox)
    for path in [root, folders.inbox, folders.outbox, folders.error, folders.archive, folders.state, inbox] {
      try FileManager.default.createDirectory(
        atPath: path.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    let name = file.lastComponent?.string ?? "in.csv"
    try Data(contentsOf: URL(filePath: file.string)).write(to: URL(filePath: inbox.appending(name).string))
    let report = try await run(folders)
    let marker = handling.profiles.first?.answer?.marker
    let names = try FileManager.default.contentsOfDirectory(atPath: outbox.string).filter { name in
      !name.hasPrefix(".") && !(marker.map(name.hasSuffix) ?? false)
    }
    guard let answer = names.first, names.count == 1, report.waiting == 0 else { throw CommandError(.refused, reason(report)) }
    return (answer, [UInt8](try Data(contentsOf: URL(filePath: outbox.appending(answer).string))))
  }

  private func folder(of shared: FilePath) -> FilePath {
    handling.partner == Mailbox.defaultPartner ? shared : shared.appending(handling.partner)
  }

  /// One call at a time, in the order of the file.
  private func run(_ folders: MailboxFolders) async throws -> RunReport {
    var handling = handling
    handling.isTracked = false
    let partners = [Mailbox.defaultPartner: Handling(), handling.partner: handling]
    var gateways: [String: RecordedGateway] = [:]
    let responses = responses
    for (target, words) in [(handling.targets.schneider, RecordedGateway.Words.schneider), (handling.targets.erp, .facade)] {
      guard let target else { continue }
      gateways[target] = RecordedGateway(target: target, words: words, response: { responses.next(for: $0) })
    }
    let settings = HolderSettings(
      folders: folders, handling: partners, scanRules: partners.mapValues { _ in ScanRules(restPeriod: .zero) },
      targets: gateways.mapValues { _ in HolderSettings.Target(concurrency: 1) }, pollInterval: .milliseconds(2), holdPatience: .zero,
      giveUpAfter: .seconds(100 * 366 * 86_400))
    let quiet = Logger(label: "ferry", factory: { _ in SwiftLogNoOpLogHandler() })
    return try await Holder(
      settings: settings, ledger: InMemoryLedger(clock: { Self.time }), gateways: gateways, logger: quiet, makeID: { "profile-test" },
      clock: { Self.time }
    ).run()
  }

  private func reason(_ report: RunReport) -> String {
    let why = report.held.sorted { $0.key < $1.key }.map(\.value) + report.troubles + report.faults
    return "no answer came: " + (why.isEmpty ? "\(responses.count) calls were made" : why.joined(separator: "; "))
  }
}
