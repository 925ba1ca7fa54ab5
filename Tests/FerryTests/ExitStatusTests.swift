import Journeys
import Ledgers
import Testing

@testable import ferry

/// Swift Testing has one too.
private typealias ExitStatus = ferry.ExitStatus

@Suite struct ExitStatusTests {
  @Test func `the most serious wins`() {
    let order: [ExitStatus] = [.fault, .settings, .trouble, .doubt, .held, .refused, .ok]
    for (index, worse) in order.enumerated() {
      for better in order[index...] {
        #expect(ExitStatus.worst([better, worse]) == worse)
        #expect(ExitStatus.worst([worse, better]) == worse)
      }
    }
    #expect(ExitStatus.worst([]) == .ok)
  }

  @Test func `the numbers are those of sysexits`() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 64, 65, 69, 70, 74, 75, 78])
  }

  private func report(_ change: (inout RunReport) -> Void) -> ExitStatus {
    var report = RunReport()
    change(&report)
    return ExitStatus(of: report)
  }

  @Test func `a run ends by what it handled`() {
    #expect(report { $0.counts = ["accepted": 3, "duplicate": 2] } == .ok)
    #expect(report { $0.counts = ["accepted": 3, "conflict": 1] } == .refused)
    #expect(report { $0.quarantined = ["a.csv": "invalid"] } == .refused)
    #expect(report { $0.counts = ["refused": 1, "in_doubt": 1] } == .doubt)
    #expect(report { $0.counts = ["unconfirmed": 1] } == .doubt)
    #expect(
      report {
        $0.held = ["erp": "unreachable"]
        $0.waiting = 1
      } == .held)
    #expect(report { $0.held = ["erp": "unreachable"] } == .ok)
    #expect(
      report {
        $0.counts = ["in_doubt": 1]
        $0.troubles = ["disk full"]
      } == .trouble)
    #expect(
      report {
        $0.troubles = ["disk full"]
        $0.faults = ["x"]
      } == .fault)
  }

  @Test func `errors of the rooms have their numbers`() {
    #expect(ExitStatus(of: SettingsError([])) == .settings)
    #expect(ExitStatus(of: LedgerError(.targetMoved, "")) == .settings)
    #expect(ExitStatus(of: LedgerError(.missing, "")) == .trouble)
    #expect(ExitStatus(of: LedgerError(.illegalTransition, "")) == .fault)
    #expect(ExitStatus(of: LedgerError(.notDecidable, "")) == .usage)
    #expect(ExitStatus(of: HolderError(.storage, "")) == .trouble)
    #expect(ExitStatus(of: HolderError(.fault, "")) == .fault)
    #expect(ExitStatus(of: CancellationError()) == .fault)
  }
}
