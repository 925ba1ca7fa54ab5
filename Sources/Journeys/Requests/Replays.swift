import Documents
import Ledgers
import Logging
import Mailboxes
import SystemPackage

/// Replays: the original bytes once more into the inbox, under a new name; the ledger's rules do the rest.
extension Holder {
  func settleReplays() async throws(LedgerError) {
    guard let desk else { return }
    for request in try await desk.pendingReplays() {
      // One that is still on its way is replayed when it is put away.
      guard let interchange = try await desk.interchange(request.interchange), let path = interchange.putAwayAt else { continue }
      let placed: FilePath
      do throws(MailboxError) { placed = try replay(path, interchange) } catch {
        guard error.code == .vanished else {
          context.tally.troubles([error.message], of: "replay \(request.interchange)")
          continue
        }
        context.tally.trouble(error.message)
        try await desk.recordReplayed(request, JournalNote("replay_failed", "\(path) is not there any more"))
        continue
      }
      context.tally.troubles([], of: "replay \(request.interchange)")
      try await desk.recordReplayed(request, JournalNote("replayed", "as \(placed.printable) by \(request.user)"))
    }
  }

  private func replay(_ path: String, _ interchange: Interchange) throws(MailboxError) -> FilePath {
    guard let original = FilePath(printable: path), let name = FileName(text: interchange.admission.fileName) else {
      throw .unreadable(FilePath(path), "the ledger holds an unusable path")
    }
    let partner = interchange.admission.partner
    let suffix = settings.scanRules[partner]?.markerRequired
    var number = 1
    while true {
      let tail = CopyEnding.replay.text(number) + String(decoding: name.fileExtension, as: UTF8.self)
      // Cut where it is too long, with room for the marker's.
      let marker = name.stem.appending(tail + (suffix ?? ""))
      let newName = FileName(bytes: Array(marker.bytes.dropLast(suffix?.utf8.count ?? 0))) ?? marker
      do throws(MailboxError) {
        return try context.archive.replay(original, partner: partner, as: newName, marker: suffix == nil ? nil : marker)
      } catch {
        guard error.code == .nameTaken else { throw error }
        number += 1
      }
    }
  }
}
