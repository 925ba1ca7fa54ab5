import ArgumentParser
import FoundationEssentials

/// A command that ends with one of the documented exit codes.
protocol FerryCommand: AsyncParsableCommand {
  /// What it throws is told on standard error and decides the exit code.
  func perform() async throws -> ExitStatus
}

extension FerryCommand {
  func run() async throws {
    let status: ExitStatus
    do {
      status = try await perform()
    } catch let error as ValidationError {
      throw error
    } catch {
      for line in "\(error)".split(separator: "\n") { Lines.error.line("ferry: \(PlainText.line(String(line)))") }
      status = ExitStatus(of: error)
    }
    if status != .ok { throw status.code }
  }
}

/// What the process was started with.
enum Surroundings {
  static var environment: [String: String] { ProcessInfo.processInfo.environment }
}
