import Contracts
import Journeys
import Testing

@testable import ferry

private typealias ExitStatus = ferry.ExitStatus

@Suite struct OutputTests {
  @Test func `progress has a bar, a rate and what is left`() {
    var progress = Progress()
    progress.documents = 15_000
    progress.documentsKnown = 50_000
    #expect(
      ProgressText.line(progress, after: .seconds(5))
        == "[#########---------------------] 30 %  15,000 of 50,000 documents  3,000/s  0:11 left")
    progress.documents = 50_000
    #expect(
      ProgressText.line(progress, after: .seconds(100)) == "[##############################] 100 %  50,000 of 50,000 documents  500/s")
    #expect(ProgressText.line(Progress(), after: .zero) == "0 files done, 0 on their way")
  }

  @Test func `the end of a run is told in the order in which people ask`() {
    var report = RunReport()
    report.files = 2
    report.counts = ["refused": 1, "accepted": 3, "in_doubt": 1]
    report.held = ["erp": "connection refused"]
    report.waiting = 1
    #expect(
      ReportText.text(report) == """
        2 files done: 3 accepted, 1 refused, 1 in doubt
        1 file still on the way
        target erp is held: connection refused
        what is in doubt or unconfirmed needs a decision: ferry status lists it, ferry resolve decides it
        """)
    #expect(ReportText.json(report)["documents"]?["in_doubt"] == .number("1"))
  }

  @Test func `a check that fails is told with its remedy and decides the exit code`() {
    var list = CheckList()
    list.passed("settings", "ferry.yaml")
    list.failed("target erp", .held, "connection refused\nforged line")
    #expect(list.text(isColoured: false) == "OK    settings: ferry.yaml\nFAIL  target erp: connection refused\\nforged line")
    #expect(list.text(isColoured: true).contains("\u{1B}[31mFAIL\u{1B}[0m"))
    #expect(list.status == .held)
    list.failed("archive folder", .trouble, "gone")
    #expect(list.status == .trouble)
  }
}
