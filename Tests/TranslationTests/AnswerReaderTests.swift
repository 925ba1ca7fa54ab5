import Contracts
import Documents
import Formats
import Testing

@testable import Translation

/// Answers read back, as evidence where the ledger is lost.
@Suite struct AnswerReaderTests {
  private func read(_ bytes: [UInt8], _ format: DocumentReader.Format) throws -> (told: [ToldDocument], isForeign: Bool) {
    let reader = AnswerReader(ByteSource(bytes: bytes), format: format)
    var told: [ToldDocument] = []
    while let document = try reader.next() { told.append(document) }
    return (told, reader.isForeign)
  }

  private func row(_ line: Int, _ document: String, _ status: AnswerStatus, code: String = "", cells: [String] = []) -> AnswerRow {
    AnswerRow(
      sourceLine: line, document: document, line: "\(line)", status: status, code: code, message: "a \"quoted\"; message", cells: cells)
  }

  private func answer(_ rows: [AnswerRow], _ kind: Kind?, _ format: DocumentReader.Format) -> [UInt8] {
    var writer = AnswerWriter(kind: kind, format: format)
    for row in rows { writer.append(row) }
    return writer.finish()
  }

  @Test(arguments: [Kind.orders, .returns], DocumentReader.Format.allCases)
  func `a result is read back as the response that it was made of`(_ kind: Kind, _ format: DocumentReader.Format) throws {
    let cells = kind == .orders ? ["E-1", "SO-1", "2026-11-21", "68", "1", "3"] : ["R-1", "RN-1", "2026-11-21", "1"]
    let (told, isForeign) = try read(
      answer([row(2, "A-1", .accepted, cells: cells), row(3, "A-1", .unconfirmed), row(4, "A-2", .refused)], kind, format), format)
    #expect(!isForeign)
    #expect(told.map(\.number) == ["A-1", "A-2"])
    #expect(told.map(\.state) == [.unconfirmed, .refused])
    #expect(told.first?.externalIDs == [cells[0]])
    #expect(told.first?.lines == LineNotes([.init(number: "2", sourceLine: 2), .init(number: "3", sourceLine: 3)]))

    // The very rows come of it again, beside the body that was sent.
    let key = DocumentKey(target: "erp", partner: "default", kind: kind, number: "A-1")
    let indices = ["2", "3"].map { LineIndices.index(of: $0, in: key) }
    let warehouses: JSONValue.Member = .init(
      "warehouses", .array([.object([.init("externalId", .string("68")), .init("orderedQuantity", .number("3"))])]))
    let body = JSONValue.object([.init("items", .array(indices.map { .object([.init("index", .string($0)), warehouses]) }))])
    let rows = DocumentAnswer(kind: kind).rows(
      of: ConcludedDocument(
        number: "A-1", state: .accepted, sourceLine: 2, lines: told[0].lines, body: body.bytes, response: told[0].response(to: key)))
    #expect(rows.map(\.cells) == [cells, []])
    #expect(rows.map(\.status) == [.accepted, .unconfirmed])
  }

  @Test func `each status says what the ledger has to know`() throws {
    let cells = ["E-1", "", "", "", "1", "3"]
    let rows = [
      row(2, "A-1", .duplicate, code: "duplicate", cells: cells), row(3, "A-2", .inDoubt), row(4, "A-3", .refused, code: "abandoned"),
      row(5, "A-4", .conflict), row(6, "A-5", .failed), row(7, "A-6", .duplicate), row(8, "A-7", .unconfirmed),
    ]
    let (told, _) = try read(answer(rows, .orders, .csv), .csv)
    #expect(told.map(\.state) == [.accepted, .inDoubt, .refused, .conflict, .failed, .inDoubt, .unconfirmed])
    #expect(told.map(\.isAbandoned) == [false, false, true, false, false, false, false])
  }

  @Test func `answers of safe kinds tell nothing, and no other file is taken for an answer`() throws {
    #expect(try read(answer([row(2, "", .accepted, cells: Array(repeating: "1", count: 40))], .availability, .csv), .csv).told == [])
    #expect(try !read(answer([row(2, "", .accepted)], .availability, .csv), .csv).isForeign)
    #expect(try read(Array("number;state\nA-1;ok\n".utf8), .csv).isForeign)
    #expect(try read(Array("<answer><row><number>1</number></row></answer>".utf8), .xml).isForeign)
    // Cut in its last row: what stands before is told.
    let (told, isForeign) = try read(Array(answer([row(2, "A-1", .refused), row(3, "A-2", .refused)], .orders, .csv).dropLast(12)), .csv)
    #expect(told.map(\.number) == ["A-1"])
    #expect(isForeign)
  }
}
