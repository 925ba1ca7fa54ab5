import Synchronization

/// Which deadlines were logged already, the latest of each partner and profile.
final class ToldDeadlines: Sendable {
  private let latest = Mutex<[[String]: String]>([:])

  func isNews(_ file: ExpectedFiles.Overdue) -> Bool {
    latest.withLock { $0.updateValue(file.due, forKey: [file.partner, file.profile]) != file.due }
  }
}
