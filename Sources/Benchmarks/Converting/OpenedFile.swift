import Contracts
import Documents
import Formats
import Translation

/// A file on its way to request bodies, as a journey reads it.
struct OpenedFile {
  let path: String
  let name: String
  let kind: Kind
  let handling: Handling

  /// The kind is told by the name, as in an inbox. `profile`: `csv`, `xml`, or none for a canonical file.
  init(_ path: String, profile: String = "") throws(UsageError) {
    self.path = path
    switch profile {
    case "": handling = Handling()
    case "csv": handling = Handling(profiles: [PartnerCSV.profile])
    case "xml": handling = Handling(profiles: [PartnerXML.profile])
    default: throw UsageError("--profile \(profile) is unknown")
    }
    name = path.split(separator: "/").last.map(String.init) ?? path
    guard let kind = Kind.named(byFile: name) else {
      throw UsageError("\(name): the name tells no kind; begin it with orders or availability")
    }
    self.kind = kind
  }

  var format: DocumentReader.Format { DocumentReader.format(ofFile: name) }

  func source() throws(FormatError) -> ByteSource { try ByteSource(path: path, name: name) }

  func reading() throws(FormatError) -> any DocumentReading {
    DocumentReader.open(try source(), name: name, kind: kind, format: format, handling: handling)
  }

  /// The plan of each good document of an unsafe kind, until `body` has had enough.
  func forEachPlan(_ body: (DocumentPlan) throws -> Bool) throws {
    let reading = try reading()
    var planner = DocumentPlanner(kind: kind, handling: handling)
    while try reading.next() {
      guard reading.findings.isEmpty else { throw Unusable(message: "\(reading.findings[0])") }
      let fingerprint = planner.fingerprint(of: reading.document)
      guard let plan = planner.plan(reading.document, fingerprint: fingerprint) else { continue }
      if !(try body(plan)) { return }
    }
    if let finding = reading.fileFindings.first { throw Unusable(message: "\(finding)") }
  }

  /// The number of a search kind's calls, and the bytes of their bodies.
  func countSearches() throws -> (calls: Int, bytes: Int) {
    let reading = try reading()
    var planner = SearchPlanner(kind: kind, handling: handling)
    var items: [SearchItem] = []
    var counts = (calls: 0, bytes: 0)
    func flush(_ count: Int) {
      for lot in Array(items.prefix(count)).lots {
        counts.calls += 1
        counts.bytes += PlannedCall.asking(lot.map { items[$0] }).body.count
      }
      items.removeFirst(count)
    }
    while try reading.next() {
      guard reading.findings.isEmpty else { throw Unusable(message: "\(reading.findings[0])") }
      items += planner.items(of: reading.document)
      while items.count >= handling.batchSize { flush(handling.batchSize) }
    }
    if !items.isEmpty { flush(items.count) }
    return counts
  }
}

/// A file with findings measures the wrong thing.
struct Unusable: Error, CustomStringConvertible {
  let message: String
  var description: String { "the file has mistakes, so it is no measure: \(message)" }
}
