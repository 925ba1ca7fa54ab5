import ArgumentParser
import Journeys
import Ledgers
import Logging
import Mailboxes
import UnixSignals

struct Watch: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stay, and take every file that comes.",
    discussion: """
      SIGTERM or SIGINT finishes what is in flight and leaves. SIGHUP reads the settings anew: policy, defaults, prefixes and limits hold \
      for files that come later; folders, partners and targets are those of the start.

      ferry watch --config /etc/ferry.yaml
      """)

  @OptionGroup var config: ConfigOption

  func perform() async throws -> ExitStatus {
    let settings = try config.load()
    let logger = LineLogHandler.logger(settings.log)
    let holding = Holding(settings: settings, logger: logger, command: "ferry watch")
    do {
      let report = try await holding.perform { holder, _ in try await watch(holder, logger) }
      Lines.out.line(ReportText.text(report))
      // What became of the files is told by their answers and by `ferry status`.
      return ExitStatus(ofWatch: report)
    } catch let error as MailboxError {
      if case .locked = error.code { throw CommandError(.trouble, error.message) }
      throw error
    }
  }

  private func watch(_ holder: Holder, _ logger: Logger) async throws -> RunReport {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for await _ in signals { await reload(holder, logger) } }
      let report = try await StoppableService.perform(holder, logger: logger) { try await $0.watch() }
      group.cancelAll()
      return report
    }
  }

  /// Wrong settings change nothing.
  private func reload(_ holder: Holder, _ logger: Logger) async {
    do {
      try holder.adopt(config.load().partners.mapValues(\.handling))
      logger.notice("settings read anew, for files that come later")
      await holder.note(JournalNote("settings_read"))
    } catch {
      let mistakes = (error as? SettingsError)?.mistakes.map { "\($0)" } ?? ["\(error)"]
      for mistake in mistakes { logger.error("settings not taken over", metadata: ["message": "\(mistake)"]) }
      await holder.note(JournalNote("settings_refused", mistakes.first ?? ""))
    }
  }
}
