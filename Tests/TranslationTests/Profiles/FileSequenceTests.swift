import Testing
import Translation

/// Where a file's number stands in its name.
@Suite struct FileSequenceTests {
  @Test(
    arguments: [
      ("orders-{number}.csv", "orders-17.csv", 17), ("orders-{number}.csv", "ORDERS-0017.CSV", 17),
      ("orders-{number}.csv", "orders-.csv", nil),
      ("orders-{number}.csv", "orders-17.refused.csv", nil), ("*{number}.csv", "orders-17.refused-2.csv", nil),
      ("orders-{number}*.csv", "orders-17.replay.csv", nil), ("orders-{number}*.csv", "orders-17.x.csv", 17),
      ("orders-{number}.csv", "orders-1x.csv", nil),
      ("*{number}.csv", "orders-17.csv", 17), ("orders-*-{number}.csv", "orders-20261121-17.csv", 17),
      ("orders????????{number}.csv", "orders2026112117.csv", 17), ("{number}*.csv", "17-18.csv", 17), ("{number}", "17", 17),
      ("orders-{number}.csv", "orders-1234567890123456.csv", nil),
      ("orders-{number}.csv", "orders-123456789012345.csv", 123_456_789_012_345),
      ("a{number}b*", "a1b2", 1), ("ä{number}", "ä7", 7), ("no number", "no number", nil),
    ] as [(String, String, Int?)])
  func `the number is found where the pattern has it`(_ pattern: String, _ name: String, _ number: Int?) {
    #expect(FileSequence(name: pattern).number(in: name) == number)
  }

  @Test func `a number outside the sequence is none of it`() {
    let sequence = FileSequence(name: "{number}.csv", first: 10, last: 20)
    #expect(["9.csv", "10.csv", "20.csv", "21.csv"].map(sequence.number) == [nil, 10, 20, nil])
  }
}
