import Mailboxes
import SystemPackage

/// Many files of one order each, every step of each of them durable.
struct SmallFiles {
  private let count: Int
  private let lines: Int
  private let run: HolderRun

  init(_ arguments: inout Arguments) throws {
    count = try arguments.count("number of files")
    lines = try arguments.count("number of lines", default: 20)
    run = HolderRun(workplace: try Workplace(arguments), endpoint: try Endpoint(arguments))
  }

  func run() async throws -> Facts {
    for number in 0..<count { try OrderFile(number: number, lines: lines).write(into: run.workplace.folders.inbox) }
    return try await run.run(files: count, documents: count)
  }
}
