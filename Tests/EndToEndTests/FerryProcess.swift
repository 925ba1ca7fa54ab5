import Foundation
import SystemPackage

/// A running program. What it writes goes to files, so that it never waits for a reader.
final class FerryProcess: Sendable {
  let pid: pid_t
  private let exits: AsyncStream<Int32?>
  private let output: FilePath
  private let errors: FilePath

  init(program: FilePath, arguments: [String], folder: FilePath, environment: [String: String]) throws {
    let stem = "/tmp/ferry-process-\(UUID().uuidString)"
    output = FilePath(stem + ".out")
    errors = FilePath(stem + ".err")
    let process = Process()
    process.executableURL = URL(filePath: program.string)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.string)
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.file(output)
    process.standardError = try Self.file(errors)
    let (exits, ended) = AsyncStream.makeStream(of: Int32?.self)
    self.exits = exits
    process.terminationHandler = { process in
      ended.yield(process.terminationReason == .exit ? process.terminationStatus : nil)
      ended.finish()
    }
    try process.run()
    pid = process.processIdentifier
  }

  /// Sends a signal: `SIGKILL`, `SIGTERM`, `SIGSTOP`, …
  func signal(_ number: Int32) { kill(pid, number) }

  /// Waits for the end without holding a thread. To be asked once.
  var ending: FerryProgram.Ending {
    get async {
      var exit: Int32?
      for await code in exits { exit = code }
      defer { for file in [output, errors] { try? FileManager.default.removeItem(atPath: file.string) } }
      return FerryProgram.Ending(exit: exit, output: Self.text(output), errors: Self.text(errors))
    }
  }

  private static func file(_ path: FilePath) throws -> FileHandle {
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
    return FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: true)
  }

  private static func text(_ path: FilePath) -> String {
    String(decoding: FileManager.default.contents(atPath: path.string) ?? Data(), as: UTF8.self)
  }
}
