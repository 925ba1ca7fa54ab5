import Metrics
import Synchronization

/// What was done so far, for the report, the progress line and the metrics. One lock around one struct.
final class Tally: Sendable {
  private struct Counts {
    var report = RunReport()
    var progress = Progress()
  }

  private let counts = Mutex(Counts())
  private let show: (@Sendable (Progress) -> Void)?

  init(show: (@Sendable (Progress) -> Void)?) { self.show = show }

  var report: RunReport { counts.withLock { $0.report } }

  func change(_ body: (inout RunReport) -> Void) { counts.withLock { body(&$0.report) } }

  func surveyed(documents: Int) {
    progress { $0.documentsKnown += documents }
  }

  /// Documents that have their outcome.
  func concluded(_ count: Int, _ state: String) {
    Counter(label: "ferry_documents_total", dimensions: [("state", state)]).increment(by: count)
    progress { $0.documents += count }
  }

  func started() { progress { $0.filesUnderWay += 1 } }

  func finished(_ counts: [String: Int]) {
    Counter(label: "ferry_interchanges_total").increment()
    change { report in
      report.files += 1
      report.add(counts)
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
