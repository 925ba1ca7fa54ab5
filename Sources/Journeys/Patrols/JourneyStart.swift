import Formats
import KillPoints
import Ledgers
import Logging
import Mailboxes
import Translation

/// One file taken up: its journey, and what becomes of it where the journey stops.
extension Patrol {
  static let pauseAfterTrouble = Duration.seconds(30)
  private static let pauseAfterFault = Duration.seconds(300)

  /// Starts the journey of a claimed file.
  func take(_ file: ClaimedFile, _ running: RunningJourneys, in group: inout DiscardingTaskGroup) {
    guard let target = holder.handling(of: file.partner)?.target(ofFile: file.name.text) else {
      context.tally.troubles(
        ["\(file.path.printable) was taken for the partner \(file.partner), who is no longer in the settings; add it again"], of: file.id)
      running.ended(file)
      return
    }
    running.add(target)
    running.began(file)
    let place = context.order.join(partner: file.partner)
    context.tally.started(file.id)
    group.addTask {
      await journey(file, place, running)
      context.order.leave(place)
      context.tally.stopped()
      running.remove(target)
      running.ended(file)
      holder.bell.yield()
    }
  }

  private func journey(_ file: ClaimedFile, _ place: FileOrder.Place, _ running: RunningJourneys) async {
    var number: Interchange.Number?
    do {
      guard let interchange = try await admit(file, place) else { return }
      number = interchange.number
      _ = try await InterchangeRunner(context: context, interchange: interchange).run()
      context.tally.troubles([], of: file.id)
    } catch let error as LedgerError where error.stopsSending {
      failed(error, running)
    } catch let error as MailboxError {
      await troubled(file, number, error.message, running)
    } catch let error as FormatError {
      let message = "\(file.path.printable) \(error.message); it stays there and is tried again: see to the disk or the mount it is on"
      await troubled(file, number, message, running)
    } catch let error as HolderError where error.code == .storage {
      await troubled(file, number, error.message, running)
    } catch {
      logger.error("journey stopped", metadata: metadata(file, "\(error)"))
      context.tally.fault("\(file.name.text): \(error)", of: file.id)
      running.retry(file, at: .now + Self.pauseAfterFault)
    }
  }

  /// The ledger failed: nothing more is sent.
  func failed(_ error: LedgerError, _ running: RunningJourneys) {
    running.break()
    context.closeGates()
    if context.tally.trouble(error.message) { logger.critical("ledger failed, sending stops", metadata: ["message": "\(error.message)"]) }
  }

  /// A folder's trouble is not the file's: it does not count as an attempt.
  private func troubled(_ file: ClaimedFile, _ number: Interchange.Number?, _ message: String, _ running: RunningJourneys) async {
    logger.error("journey stopped", metadata: metadata(file, message))
    context.tally.troubles([message], of: file.id)
    running.retry(file, at: .now + Self.pauseAfterTrouble)
    guard let number else { return }
    do throws(LedgerError) { try await context.ledger.leave(number) } catch { failed(error, running) }
  }

  private func metadata(_ file: ClaimedFile, _ message: String) -> Logger.Metadata {
    ["interchange": "\(file.id)", "file": "\(file.name.text)", "message": "\(message)"]
  }

  private func admit(_ file: ClaimedFile, _ place: FileOrder.Place) async throws -> ClaimedInterchange? {
    guard let snapshot = holder.snapshot(of: file.partner) else { return nil }
    KillPoint.before(.admission)
    let record = try await context.ledger.admit(
      Admission(id: file.id, partner: file.partner, fileName: file.name.text, profile: snapshot.text))
    KillPoint.after(.admission)
    context.patience.end(of: record)
    return ClaimedInterchange(file: file, record: record, handling: try snapshot.handling(of: record.admission), place: place)
  }
}
