import Documents
import Ledgers
import Metrics
import Synchronization

/// What was done so far, for the report, the progress line and the metrics. One lock around one struct.
final class Tally: Sendable {
  /// A watch runs for months: of each list of the report so many are kept.
  private static let limit = 1_000

  private struct Counts {
    var report = RunReport()
    var progress = Progress()
    /// Interchanges taken up and not at their end.
    var underWay: Set<String> = []
    /// What stands in the way now.
    var troubles: Set<Trouble> = []
    var resent: [DocumentRecord.ID: DocumentState] = [:]
  }

  private let counts = Mutex(Counts())
  private let clock: @Sendable () -> String
  private let show: (@Sendable (Progress) -> Void)?

  init(clock: @escaping @Sendable () -> String, show: (@Sendable (Progress) -> Void)?) {
    self.clock = clock
    self.show = show
  }

  var report: RunReport {
    counts.withLock { counts in
      var report = counts.report
      report.waiting += counts.underWay.count
      report.resent = Dictionary(counts.resent.values.map { ($0.rawValue, 1) }, uniquingKeysWith: +)
      return report
    }
  }

  /// What stands in the way now.
  var troubles: Set<Trouble> { counts.withLock { $0.troubles } }

  /// The ledger: it cannot hold what stands in the way. Returns whether it is news.
  @discardableResult
  func trouble(_ message: String) -> Bool { add(message, to: \.troubles) }

  /// Folders: what keeps `source` from going on now; none: it goes on. Returns whether any of it is news.
  @discardableResult
  func troubles(_ messages: [String], of source: String) -> Bool {
    for message in messages { add(message, to: \.troubles) }
    return stand(messages, source)
  }

  /// Ferry itself, at `source`.
  func fault(_ message: String, of source: String) {
    stand([message], source)
    add(message, to: \.faults)
  }

  @discardableResult
  private func stand(_ messages: [String], _ source: String) -> Bool {
    let now = clock()
    return counts.withLock { counts in
      let known = counts.troubles.filter { $0.source == source }
      counts.troubles.subtract(known.filter { !messages.contains($0.message) })
      let news = messages.prefix(Self.limit).filter { message in !known.contains { $0.message == message } }
      counts.troubles.formUnion(news.map { Trouble(source: source, message: $0, since: now) })
      return !news.isEmpty
    }
  }

  @discardableResult
  private func add(_ message: String, to list: WritableKeyPath<RunReport, [String]>) -> Bool {
    counts.withLock { counts in
      guard !counts.report[keyPath: list].contains(message), counts.report[keyPath: list].count < Self.limit else { return false }
      counts.report[keyPath: list].append(message)
      return true
    }
  }

  /// A document that was sent before this pass. Where its file gets to its end now, the file tells of it.
  func resent(_ id: DocumentRecord.ID, _ state: DocumentState) { counts.withLock { $0.resent[id] = state } }

  /// Of those that were sent again; others are told by their answer updates alone.
  func decided(_ id: DocumentRecord.ID, _ state: DocumentState) {
    counts.withLock { counts in
      if counts.resent[id] != nil { counts.resent[id] = state }
    }
  }

  /// Files that stay in the inbox since their target is held.
  func stays(_ files: Int) { counts.withLock { $0.report.waiting += files } }

  func surveyed(documents: Int) {
    progress { $0.documentsKnown += documents }
  }

  /// Documents that have their outcome.
  func concluded(_ count: Int, _ state: String) {
    Counter(label: "ferry_documents_total", dimensions: [("state", state)]).increment(by: count)
    progress { $0.documents += count }
  }

  func started(_ id: String) {
    counts.withLock { _ = $0.underWay.insert(id) }
    progress { $0.filesUnderWay += 1 }
  }

  func finished(_ interchange: Interchange, _ settlement: Settlement) {
    let admission = interchange.admission
    Counter(label: "ferry_interchanges_total").increment()
    counts.withLock { counts in
      counts.underWay.remove(admission.id)
      counts.resent = counts.resent.filter { $0.key.interchange != interchange.number }
      counts.report.files += 1
      counts.report.add(settlement.counts)
      if settlement.place == .error, counts.report.quarantined.count < Self.limit {
        counts.report.quarantined[admission.fileName] = settlement.reason?.rawValue ?? ""
      }
    }
    progress { $0.files += 1 }
  }

  func stopped() { progress { $0.filesUnderWay -= 1 } }

  private func progress(_ body: (inout Progress) -> Void) {
    let progress = counts.withLock { counts in
      body(&counts.progress)
      return counts.progress
    }
    show?(progress)
  }
}
