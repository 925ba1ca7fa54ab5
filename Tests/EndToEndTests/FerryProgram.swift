import Foundation
import SystemPackage

/// The program as it was built, beside the tests: `.build/debug/ferry`; or the one that `FERRY_PROGRAM` names, as a release build.
enum FerryProgram {
  /// How a process ended, and what it wrote.
  struct Ending: Sendable {
    /// The exit code; nil: a signal ended it.
    var exit: Int32?
    var output: String
    var errors: String
  }

  static var path: FilePath {
    get throws {
      if let named = ProcessInfo.processInfo.environment["FERRY_PROGRAM"] { return FilePath(named) }
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return FilePath(tests).removingLastComponent().appending("ferry")
    }
  }

  /// Runs to its end. `folder` is the working folder, `environment` all there is of it.
  static func run(_ arguments: [String], in folder: FilePath, environment: [String: String]) async throws -> Ending {
    try await start(arguments, in: folder, environment: environment).ending
  }

  static func start(_ arguments: [String], in folder: FilePath, environment: [String: String]) throws -> FerryProcess {
    try FerryProcess(program: path, arguments: arguments, folder: folder, environment: environment)
  }
}
