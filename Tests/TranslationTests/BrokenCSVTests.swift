import Documents
import Formats
import Testing
import Translation

/// CSV files that are not what they should be: each gets clear findings, and nothing of a doubtful record is used.
@Suite struct BrokenCSVTests {
  @Test(arguments: ["", "\u{FEFF}", "order_number;line\n", "\u{FEFF}order_number;line", "\n\n", "order_number;line\n\n"])
  func `a file without records has no documents`(text: String) throws {
    let file = try ReadFile(text, named: "orders.csv", as: .orders)
    #expect(file.documents.isEmpty)
    #expect(!file.codes.contains { $0 != .missingColumn })
  }

  @Test func `a record with too many or too few cells is a finding, trailing separators are none`() throws {
    let file = try ReadFile.orders(rows: ["O1;1;P;68;1;;;", "O2;1;P;68;1;x", "O3;1;P", "O3;2;P;68;x", "O4;1;P;68;1"])
    #expect(
      file.said == [
        "orders.csv:3: the record has 6 cells; expected 5 as in the header line: put cells that contain the separator in quotes",
        "orders.csv:4: the record has 3 cells; expected 5 as in the header line: it looks cut off",
        "orders.csv:5:11: quantity \"x\" is not a quantity; expected a whole number above 0, for example 12",
      ])
    #expect(file.findings.map(\.count) == [0, 1, 2, 0])
    #expect(file.documents.map(\.lineCount) == [1, 1, 2, 1])
  }

  @Test func `a stray quote before the number taints the documents on both sides`() throws {
    let file = try ReadFile.orders(rows: ["O1;1;P;68;1", "O\"1;2;P;68;1", "O2;1;P;68;1", "O3;1;P;68;1"])
    #expect(
      file.said == [
        "orders.csv:3:2: a quote stands in the middle of a cell; expected the cell in quotes, and each quote within it doubled",
        "orders.csv:3:2: a quote stands in the middle of a cell; expected the cell in quotes, and each quote within it doubled",
      ])
    #expect(file.findings.map(\.count) == [1, 1, 0])
  }

  @Test func `a stray quote behind the number taints its own document alone`() throws {
    let file = try ReadFile.orders(rows: ["O1;1;P;68;1", "O2;1;P\"x;68;1", "O3;1;P;68;1"])
    #expect(file.numbers == ["O1", "O2", "O3"])
    #expect(file.findings.map(\.count) == [0, 1, 0])
  }

  @Test func `a byte that is not UTF-8 is refused with its offset`() throws {
    let good = Array("line;part_number\n1;P\n2;".utf8)
    let file = try ReadFile(bytes: good + [0xE9] + Array("\n3;Q\n".utf8), named: "availability.csv", as: .availability)
    #expect(
      file.said == [
        "availability.csv:3:3: byte 0xE9 at offset \(good.count) is not valid UTF-8; expected text in UTF-8: save the file again, or declare its encoding in the profile"
      ])
    #expect(file.codes == [.encoding])
    #expect(file.findings.map(\.count) == [0, 1, 0])
  }

  @Test func `an open quote at the end refuses the file whole`() throws {
    let file = try ReadFile.orders(rows: ["O1;1;P;68;1", "O2;1;\"P;68;1", "O3;1;P;68;1"])
    #expect(
      file.fileFindings.map(\.description) == [
        "orders.csv:3:6: the file ends inside the quotes that open here; it looks incomplete; expected a closing quote"
      ])
    #expect(file.fileFindings.map(\.code) == [.incomplete])
  }

  @Test func `a last record cut short without a line end refuses the file whole`() throws {
    let text = "line;part_number;quantity\n1;P;1\n2;P"
    let file = try ReadFile(text, named: "availability.csv", as: .availability)
    #expect(
      file.fileFindings.map(\.description) == [
        "availability.csv:3: the file ends inside its last record, with 2 of 3 cells and no line end; it looks incomplete: drop it again whole"
      ])
    #expect(try ReadFile(text + "\n", named: "availability.csv", as: .availability).fileFindings == [])
    #expect(try ReadFile(text + ";", named: "availability.csv", as: .availability).said == [])
    #expect(try ReadFile(text + ";5", named: "availability.csv", as: .availability).said == [])
  }

  @Test func `a file that is not text at all throws`() throws {
    #expect(throws: FormatError.self) { try ReadFile(bytes: [0x6C, 0, 0x69, 0], named: "orders.csv", as: .orders) }
  }

  @Test func `a cell of ten megabytes is read past, and taints the documents on both sides`() throws {
    let file = try ReadFile.orders(rows: ["O1;1;P;68;1", "O2;1;" + String(repeating: "x", count: 10 << 20) + ";68;1", "O3;1;P;68;1"])
    #expect(file.numbers == ["O1", "O3"])
    #expect(file.codes == [.tooLong, .tooLong])
    #expect(
      file.said.first == "orders.csv:3:6: the cell is longer than 1048576 bytes; expected at most 1048576 bytes")
  }

  @Test func `a document may have as many lines as the limit says and no more`() throws {
    let handling = Handling(limits: .init(documentLines: 3))
    func order(_ lines: Int) throws -> ReadFile {
      try ReadFile.orders(rows: (1...lines).map { "O1;\($0);P;68;1" } + ["O2;1;P;68;1"], handling: handling)
    }
    #expect(try order(3).said == [])
    let file = try order(4)
    #expect(
      file.said == ["orders.csv:2: the document has more than 3 lines or 16777216 bytes; expected at most so many: split it"])
    #expect(file.linesNotKept == [1, 0])
    #expect(file.documents.map(\.lineCount) == [3, 1])
  }

  @Test func `a document with more bytes than the limit is read past`() throws {
    let rows = (1...100).map { "O1;\($0);P;68;1" }
    let file = try ReadFile.orders(rows: rows, handling: Handling(limits: .init(body: 200)))
    #expect(file.codes == [.limit])
    #expect(file.linesNotKept[0] > 50)
  }

  @Test func `a million mistakes in one document are as many findings as are kept`() throws {
    let file = try ReadFile.orders(rows: (1...500).map { "O1;\($0);P;68;x" }, handling: Handling(limits: .init(documentFindings: 20)))
    #expect(file.findings[0].count == 21)
    #expect(
      file.findings[0].last?.message == "the document has more than 20 mistakes; the rest is not listed: correct these first")
  }
}
