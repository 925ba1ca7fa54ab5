import Foundation

/// A running `ferry`, or what is started around one. What it writes goes to a file in its folder.
final class Program: Sendable {
  private let process: Process
  private let exits: AsyncStream<Int32?>
  let log: String

  var pid: pid_t { process.processIdentifier }

  /// Beside this program: `.build/debug/ferry`.
  static var ferry: String {
    get throws {
      let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return URL(filePath: own).deletingLastPathComponent().appending(path: "ferry").path
    }
  }

  init(_ command: [String], in folder: String, environment: [String: String], log: String) throws {
    process = Process()
    self.log = log
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    guard FileManager.default.createFile(atPath: log, contents: nil), let output = FileHandle(forWritingAtPath: log) else {
      throw SweepError("\(log) cannot be written")
    }
    process.standardOutput = output
    process.standardError = output
    let (exits, ended) = AsyncStream.makeStream(of: Int32?.self)
    self.exits = exits
    process.terminationHandler = { process in
      ended.yield(process.terminationReason == .exit ? process.terminationStatus : nil)
      ended.finish()
    }
    try process.run()
    try output.close()
  }

  func signal(_ number: Int32) { kill(pid, number) }

  var isRunning: Bool { process.isRunning }

  /// The exit code; nil: a signal ended it. To be asked once.
  var exit: Int32? {
    get async {
      var exit: Int32?
      for await code in exits { exit = code }
      return exit
    }
  }

  var text: String { String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self) }
}

/// What keeps the sweep itself from going on.
struct SweepError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
