import ArgumentParser
import CProcess
import FoundationEssentials
import Glibc

/// A command that ends with one of the documented exit codes.
protocol FerryCommand: AsyncParsableCommand {
  /// What it throws is told on standard error and decides the exit code.
  func perform() async throws -> ExitStatus
}

extension FerryCommand {
  func run() async throws {
    // Secrets are in memory and in the environment. Where the kernel refuses, work goes on all the same.
    _ = cpr_keep_secrets()
    // Whatever else a umask takes away: what Ferry makes it has to be able to use.
    umask(umask(0o077) & ~0o700)
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
