import Ledgers
import Logging

/// What did not come, beside what did.
extension Patrol {
  private static let pauseBetweenLooks = Duration.seconds(60)

  /// nil: nobody counts files.
  func expectedFiles() async throws(LedgerError) -> ExpectedFiles? {
    let handling = Dictionary(
      uniqueKeysWithValues: settings.partners.compactMap { partner in holder.handling(of: partner).map { (partner, $0) } })
    guard let desk = holder.desk, let deadlines = settings.deadlines, ExpectedFiles.areWanted(handling.values) else { return nil }
    return ExpectedFiles(try await desk.arrivals(), handling: handling, now: holder.clock(), deadlines: deadlines)
  }

  /// Each deadline that has passed without a file is logged once.
  func watchExpectations(_ running: RunningJourneys, in group: inout DiscardingTaskGroup) {
    guard mode == .steadily else { return }
    let told = ToldDeadlines()
    start(beside: running, in: &group) {
      do throws(LedgerError) {
        for file in try await expectedFiles()?.overdue ?? [] where told.isNews(file) {
          logger.warning(
            "expected file has not come",
            metadata: ["partner": "\(file.partner)", "profile": "\(file.profile)", "due": "\(file.due)", "message": "\(file.text)"])
        }
      } catch {
        failed(error, running)
      }
      return max(settings.pollInterval, Self.pauseBetweenLooks)
    }
  }
}
