import ArgumentParser
import Contracts
import Journeys

struct Run: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "One pass over what is in the inbox, then exit: the nightly batch job.",
    discussion: """
      Looks twice, one rest period apart, so that nothing is taken that is still being written. What was under way when Ferry was \
      stopped or killed goes on where it was. SIGTERM or SIGINT finishes what is in flight and leaves.

      ferry run
      ferry run --config /etc/ferry.yaml --json
      """)

  @OptionGroup var config: ConfigOption
  @Flag(help: "What came of it, as JSON.") var json = false

  func perform() async throws -> ExitStatus {
    let settings = try config.load()
    let logger = LineLogHandler.logger(settings.log)
    let progress = ProgressDisplay(Lines.error)
    let holding = Holding(settings: settings, logger: logger, command: "ferry run", progress: { progress.show($0) })
    let report: RunReport
    do {
      report = try await holding.perform { holder, _ in
        try await StoppableService.perform(holder, logger: logger) { try await $0.run() }
      }
      progress.finish()
    } catch {
      progress.finish()
      throw error
    }
    Lines.out.line(json ? String(decoding: ReportText.json(report).bytes, as: UTF8.self) : ReportText.text(report))
    return ExitStatus(of: report)
  }
}
