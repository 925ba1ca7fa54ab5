import Contracts
import Translation

/// The request bodies of a file, one a line: what another client posts when it is measured beside Ferry.
struct BodyListing {
  private let file: OpenedFile
  private let first: Int

  init(_ arguments: inout Arguments) throws(UsageError) {
    file = try OpenedFile(arguments.word("file"), profile: arguments.option("--profile", default: ""))
    first = try arguments.number("--first", default: Int.max)
  }

  func write() throws {
    var output = StandardOutput()
    var count = 0
    try file.forEachPlan { plan in
      output.append(plan.call.body)
      output.append("\n")
      try output.flushIfFull()
      count += 1
      return count < first
    }
    try output.flush()
  }
}
