import Documents
import Testing

@Suite struct CopyEndingTests {
  @Test(arguments: [
    ("PO001.refused.csv", "PO001.csv"), ("PO001.refused-2.csv", "PO001.csv"), ("PO001.replay.csv", "PO001.csv"),
    ("PO001.replay-17.csv", "PO001.csv"), ("PO001.refused.refused.csv", "PO001.csv"), ("PO001.refused-2.replay-3.csv", "PO001.csv"),
    ("PO001-2.refused.csv", "PO001-2.csv"), ("PO001.REFUSED.CSV", "PO001.CSV"), ("ORD001.refused.txt", "ORD001.txt"),
    ("orders.refused", "orders.refused"), ("orders.refused.refused", "orders.refused"),
  ])
  func `a copy is a copy of what the partner named`(_ name: String, _ original: String) {
    #expect(CopyEnding.original(of: name) == original)
  }

  @Test(arguments: [
    "PO001.csv", "PO001-2.csv", ".refused.csv", "refused.csv", "PO001.refusedx.csv", "PO001.refused-0.csv", "PO001.refused-1.csv",
    "PO001.refused-02.csv", "PO001.refused-.csv", "PO001.refused-20261121.csv", "PO001refused.csv", "",
  ])
  func `any other name is a file's own`(_ name: String) {
    #expect(CopyEnding.original(of: name) == name)
    #expect(!CopyEnding.isCopy(name))
  }

  @Test(arguments: CopyEnding.allCases, 1...12)
  func `what is put behind a name comes off again`(_ ending: CopyEnding, _ number: Int) {
    #expect(CopyEnding.original(of: "a-7" + ending.text(number) + ".csv") == "a-7.csv")
  }

  @Test(
    arguments: [
      ("PO001-2.csv", "PO001.csv"), ("PO001-9999", "PO001"), ("a-2-3.csv", "a-2.csv"), ("PO001-1.csv", nil), ("PO001-02.csv", nil),
      ("PO-20261121.csv", nil), ("-2.csv", nil), ("PO001.csv", nil),
    ] as [(String, String?)])
  func `a number may have been put behind a name that was in use`(_ name: String, _ bare: String?) {
    #expect(CopyEnding.unnumbered(name) == bare)
  }
}
