import Documents
import Formats
import FoundationEssentials
import Mailboxes
import SystemPackage
import Translation

/// A file of orders through the whole of Ferry: claimed, surveyed, sent, answered, archived.
struct OrderRun {
  private let file: OpenedFile
  private let run: HolderRun

  init(_ arguments: inout Arguments) throws {
    file = try OpenedFile(arguments.word("file"))
    run = HolderRun(workplace: try Workplace(arguments), endpoint: try Endpoint(arguments))
  }

  func run() async throws -> Facts {
    try FileManager.default.copyItem(atPath: file.path, toPath: run.workplace.folders.inbox.appending(file.name).string)
    return try await run.run(files: 1, documents: try documents())
  }

  private func documents() throws -> Int {
    let reading = try file.reading()
    var count = 0
    while try reading.next() { count += 1 }
    return count
  }
}
