import Foundation
import Sandbox
import SystemPackage
import Testing

/// Files that are too much: they end in findings, in the memory of a small file.
@Suite(.serialized) struct BadInputSizeTests {
  /// R25 of the design: what a large file may need more than a small one. The rest is the slack of a debug build.
  private static let allowed = 24 << 20

  private func peakOfSmallFile() async throws -> Int {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders((1...50).map { "S-\($0)" }), as: "orders.csv")
      let (ending, peak) = try await MeasuredRun.of(workplace)
      #expect(ending.exit == 0)
      return peak
    }
  }

  private func write(_ workplace: Workplace, rows: Int, _ row: (Int) -> String) throws {
    var text = Workplace.ordersHeader
    text.reserveCapacity(rows * 40)
    for number in 1...rows { text += row(number) }
    try workplace.drop(text, as: "orders-a-large.csv")
    try workplace.drop(Workplace.orders(["G-1"]), as: "orders-b-good.csv")
  }

  private func expectGoodWentAhead(_ workplace: Workplace) throws {
    #expect(workplace.sandbox.server.orderCounts == ["G-1": 1])
    func modified(_ name: String) throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: workplace.folder.appending("outbox").appending(name).string)[.modificationDate]
        as? Date
    }
    let good = try #require(try modified("orders-b-good.answer.csv"))
    let large = try #require(try modified("orders-a-large.answer.csv"))
    #expect(good < large, "the good file did not wait for the large one")
  }

  /// `large`: measures a run of a large file.
  private func expectFlat(_ large: () async throws -> Int) async throws {
    let small = try await peakOfSmallFile()
    let peak = try await MeasuredRun.least(below: small + Self.allowed, of: large)
    #expect(peak - small < Self.allowed, "small \(small >> 20) MB, large \(peak >> 20) MB")
  }

  @Test func `an order with very many lines is one finding, read past without being kept`() async throws {
    try await expectFlat { try await peakOfManyLines() }
  }

  private func peakOfManyLines() async throws -> Int {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try write(workplace, rows: 250_000) { "BIG-1;\($0);PART-NUMBER-\($0);10.50;3\n" }
      let (ending, peak) = try await MeasuredRun.of(workplace)
      #expect(ending.exit == 65)
      let answer = try workplace.rows("orders-a-large.answer.csv")
      #expect(answer.first == ["2", "BIG-1", "1", "refused", "limit"])
      #expect(answer.dropFirst().allSatisfy { $0[3...4] == ["refused", "document_refused"] })
      #expect(answer.count == 10_000, "those that were kept until it was too much")
      #expect(try workplace.text("error/orders-a-large.csv.report.txt").contains("10000"))
      try expectGoodWentAhead(workplace)
      return peak
    }
  }

  @Test func `very many findings are all in the report for programs, and the first thousand in the one for people`() async throws {
    try await expectFlat { try await peakOfManyFindings() }
  }

  private func peakOfManyFindings() async throws -> Int {
    let rows = 20_000
    return try await withWorkplace(settings: Workplace.defaults) { workplace in
      try write(workplace, rows: rows) { "F-\($0);1;P;abc;1\n" }
      let (ending, peak) = try await MeasuredRun.of(workplace)
      #expect(ending.exit == 65)
      let answer = try workplace.rows("orders-a-large.answer.csv")
      #expect(answer.count == rows)
      #expect(answer.last == ["\(rows + 1)", "F-\(rows)", "1", "refused", "wrong_type"])
      let report = Data(try workplace.bytes("error/orders-a-large.csv.report.json"))
      let json = try #require(try JSONSerialization.jsonObject(with: report) as? [String: Any])
      #expect((json["findings"] as? [Any])?.count == rows)
      let text = try workplace.text("error/orders-a-large.csv.report.txt")
      #expect(text.components(separatedBy: "orders-a-large.csv:").count - 1 <= 1_001)
      #expect(text.contains("\(rows)"), "and their count")
      try expectGoodWentAhead(workplace)
      return peak
    }
  }
}
