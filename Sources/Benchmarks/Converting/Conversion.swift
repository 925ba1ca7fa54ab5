import Contracts
import Crypto
import Documents
import Formats
import FoundationEssentials
import Translation

/// A file to request bodies without network; or only the first part of that way, to see where the time goes.
struct Conversion {
  private enum Depth: String {
    /// SHA-256 of the bytes.
    case hash
    /// CSV records, XML events.
    case tokens
    /// Checked documents.
    case documents
    /// Everything that is durable before a call: fingerprint, index values, idempotency key, body, line notes.
    case bodies
  }

  private let file: OpenedFile
  private let depth: Depth

  init(_ arguments: inout Arguments) throws(UsageError) {
    file = try OpenedFile(arguments.word("file"), profile: arguments.option("--profile", default: ""))
    let word = try arguments.option("--as", default: Depth.bodies.rawValue)
    guard let depth = Depth(rawValue: word) else { throw UsageError("--as \(word) is unknown") }
    self.depth = depth
  }

  func run() throws -> Facts {
    let consumption = Consumption()
    let (count, bytes) = try convert()
    var facts = Facts()
    facts.add("as", depth.rawValue)
    facts.add("count", count)
    facts.add("bytes_out", bytes)
    consumption.write(to: &facts)
    let size = Double(try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0) / 1e6
    facts.add("mb", size)
    facts.add("mb_per_second", size / consumption.seconds)
    facts.add("mb_per_cpu_second", size / consumption.processorSeconds)
    facts.add("count_per_cpu_second", Double(count) / consumption.processorSeconds)
    return facts
  }

  private func convert() throws -> (count: Int, bytes: Int) {
    switch depth {
    case .hash: return (1, try hash())
    case .tokens: return (try countTokens(), 0)
    case .documents:
      let reading = try file.reading()
      var count = 0
      while try reading.next() { count += reading.findings.isEmpty ? 1 : 0 }
      return (count, 0)
    case .bodies:
      guard file.kind.isUnsafe else {
        let searches = try file.countSearches()
        return (searches.calls, searches.bytes)
      }
      var count = 0
      var bytes = 0
      try file.forEachPlan { plan in
        count += 1
        bytes += plan.call.body.count
        return true
      }
      return (count, bytes)
    }
  }

  private func hash() throws(FormatError) -> Int {
    let source = try file.source()
    var hash = SHA256()
    source.onBytes = { hash.update(bufferPointer: $0) }
    try source.drain()
    return hash.finalize().count { _ in true }
  }

  private func countTokens() throws(FormatError) -> Int {
    var count = 0
    switch file.format {
    case .csv:
      let reader = CSVReader(source: try file.source())
      while try reader.next() { count += 1 }
    case .xml:
      let reader = XMLReader(source: try file.source())
      while try reader.next() { count += 1 }
    }
    return count
  }
}
