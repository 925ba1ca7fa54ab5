import Foundation
import Sandbox
import SystemPackage
import Testing

/// Files as nobody should send them, and a good one behind them.
@Suite struct BadInputTests {
  /// A file that is refused whole: one answer, one place, and a report that names the mistake.
  private struct Bad {
    var name: String
    var bytes: [UInt8]
    /// In the answer's first row.
    var code: String
    /// As the report for people begins it: the place, and how the mistake is told.
    var mistake: String
    /// In the answer.
    var rows = 1

    init(_ name: String, _ text: String, _ code: String, _ mistake: String, rows: Int = 1) {
      self.init(name, Array(text.utf8), code, mistake, rows: rows)
    }

    init(_ name: String, _ bytes: [UInt8], _ code: String, _ mistake: String, rows: Int = 1) {
      (self.name, self.bytes, self.code, self.mistake, self.rows) = (name, bytes, code, mistake, rows)
    }

    var answer: String {
      name.replacing(".csv", with: ".answer.csv").replacing(".xml", with: ".answer.xml").replacing(".txt", with: ".answer.csv")
    }
  }

  private static let header = Workplace.ordersHeader

  private static let bad: [Bad] = [
    Bad(
      "orders-column.csv", "order_number;line;part_number;net_price;quantiti\nU-1;1;P;1;1\n", "unknown_field",
      "orders-column.csv:1:41: unknown column \"quantiti\"; did you mean quantity?"),
    Bad(
      "orders-missing.csv", "order_number;line;part_number;net_price\nM-1;1;P;1.0\n", "missing_column",
      "orders-missing.csv:1: required column quantity is missing; expected a whole number above 0, for example 12"),
    Bad(
      "orders-type.csv", header + "T-1;1;P;1.00;1,5x\n", "wrong_type",
      "orders-type.csv:2:14: quantity \"1,5x\" is not a quantity; expected a whole number above 0, for example 12"),
    Bad(
      "returns-reason.csv", Workplace.returnsHeader + "R-1;A-1;2026-11-21;E1;2018-01-16;1;P1;1;BROKEN\n", "unknown_value",
      "returns-reason.csv:2:41: reason \"BROKEN\" is not known; expected one of NON_COMPLIANT, DAMAGED, DEFECTIVE, DELIVERY_DELAY"),
    Bad(
      "orders-cut.csv", header + "C-1;1;P;1.00;2\nC-2;1;\"P;1.00;2\n", "incomplete",
      "orders-cut.csv:3:7: the file ends inside the quotes that open here; it looks incomplete; expected a closing quote", rows: 2),
    Bad(
      "orders-cut.xml", "<orders xmlns=\"urn:ferry:1\">\n<order><orderNumber>X-1</orderNumber>\n<items><item>", "incomplete",
      "orders-cut.xml:3:14: the file ends inside <item> (line 3); it looks incomplete; expected </item>"),
    Bad(
      "orders-utf16.csv", Array((header + "W-1;1;P;1.00;2\n").utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
      "encoding",
      "orders-utf16.csv:1: the file cannot be read: the file is in UTF-16, little endian, without byte order mark; "
        + "expected UTF-8: declare the encoding utf-16le in the profile"),
    Bad(
      "orders-byte.csv", Array(header.utf8) + Array("B-1;1;P".utf8) + [0xFF] + Array(";1.00;2\n".utf8), "encoding",
      "orders-byte.csv:2:8: byte 0xFF at offset 56 is not valid UTF-8; expected text in UTF-8: save the file again, or declare its encoding in the profile"
    ),
    Bad(
      "orders-doctype.xml",
      "<!DOCTYPE orders [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\n<orders xmlns=\"urn:ferry:1\"><order><orderNumber>&x;</orderNumber>"
        + "</order></orders>",
      "unsafe_xml", "the document type defines the entity \"x\"; expected a file without entity definitions"),
    Bad(
      "orders-cell.csv", header + "L-1;1;" + String(repeating: "x", count: 10_000_000) + ";1.00;2\n", "too_long",
      "orders-cell.csv:2:7: the cell is longer than 1048576 bytes; expected at most 1048576 bytes"),
    Bad("notes.txt", "hello", "unknown_kind", "notes.txt: the name tells no kind; expected a name that begins with one of orders, returns"),
  ]

  /// Archived, with an answer that has its header only.
  private static let empty: [(name: String, bytes: [UInt8])] = [
    ("orders-empty.csv", []), ("orders-header.csv", Array(header.utf8)), ("orders-bom.csv", [0xEF, 0xBB, 0xBF]),
    ("returns-empty.xml", Array("<returns xmlns=\"urn:ferry:1\"/>".utf8)),
  ]

  @Test func `each gets one answer and its findings, nothing of it is sent, and the good file goes through`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      for file in Self.bad { try workplace.drop(file.bytes, as: file.name) }
      for file in Self.empty { try workplace.drop(file.bytes, as: file.name) }
      try workplace.drop(Workplace.orders(["G-1"]), as: "orders-zz-good.csv")
      let ending = try await workplace.ferry("run")
      #expect(ending.exit == 65, "\(ending.output)\(ending.errors)")

      #expect(workplace.sandbox.server.orderCounts == ["G-1": 1])
      #expect(workplace.sandbox.server.record.map(\.orderNumber) == ["G-1"], "nothing else was asked")
      #expect(try workplace.statuses("orders-zz-good.answer.csv") == ["accepted"])
      for file in Self.bad { try expectRefusedWhole(file, in: workplace) }
      let archived = workplace.files("archive").map { FilePath($0).lastComponent?.string ?? "" }
      #expect(archived.sorted() == (Self.empty.map(\.name) + ["orders-zz-good.csv"]).sorted())
      for name in Self.empty.map(\.name) where name.hasSuffix(".csv") {
        #expect(try workplace.statuses(name.replacing(".csv", with: ".answer.csv")) == [])
      }
      #expect(try !workplace.text("outbox/returns-empty.answer.xml").contains("<row>"))
      #expect(workplace.files("outbox").count == Self.bad.count + Self.empty.count + 1, "one answer each")
      #expect(workplace.files("inbox") == [])
      #expect(workplace.claimed == [])
      #expect(try await workplace.status().exit == 0)
    }
  }

  private func expectRefusedWhole(_ file: Bad, in workplace: Workplace) throws {
    let answer = try workplace.text("outbox/" + file.answer)
    #expect(answer.contains(file.answer.hasSuffix("xml") ? "<code>\(file.code)</code>" : ";refused;\(file.code);"), "\(answer)")
    #expect(!answer.contains("accepted"))
    if !file.answer.hasSuffix("xml") { #expect(try workplace.rows(file.answer).count == file.rows) }
    #expect(try workplace.bytes("error/" + file.name) == file.bytes, "as it came")
    let report = try workplace.text("error/\(file.name).report.txt")
    #expect(report.contains(file.mistake), "\(report)")
    let json = try JSONSerialization.jsonObject(with: Data(try workplace.bytes("error/\(file.name).report.json"))) as? [String: Any]
    #expect(json?["file"] as? String == file.name)
    #expect((json?["sha256"] as? String)?.count == 64, "\(file.name)")
    #expect((json?["findings"] as? [[String: Any]])?.contains { $0["code"] as? String == file.code } == true)
  }

  @Test func `what is no file is never opened, is told once, and delays nothing`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let inbox = workplace.folder.appending("inbox")
      try FileManager.default.createDirectory(atPath: inbox.appending("orders-folder.csv").string, withIntermediateDirectories: false)
      try workplace.write("elsewhere.csv", Workplace.orders(["E-1"]))
      try FileManager.default.createSymbolicLink(
        atPath: inbox.appending("orders-link.csv").string, withDestinationPath: workplace.folder.appending("elsewhere.csv").string)
      try #require(mkfifo(inbox.appending("orders-pipe.csv").string, 0o600) == 0)
      try workplace.drop(Workplace.orders(["G-1"]), as: "orders.csv")
      let ending = try await workplace.ferry("run")
      #expect(ending.exit == 0, "\(ending.output)\(ending.errors)")
      for message in [
        "orders-folder.csv is a folder that no partner owns", "orders-link.csv is a symbolic link and is not followed",
        "orders-pipe.csv is a pipe and is not opened",
      ] { #expect(ending.errors.components(separatedBy: message).count == 2, "once: \(message)") }
      #expect(workplace.sandbox.server.orderCounts == ["G-1": 1])
      #expect(workplace.files("outbox") == ["orders.answer.csv"])
      let left = try FileManager.default.contentsOfDirectory(atPath: inbox.string).filter { !$0.hasPrefix(".") }.sorted()
      #expect(left == ["orders-folder.csv", "orders-link.csv", "orders-pipe.csv"])
      #expect(try workplace.text("elsewhere.csv") == Workplace.orders(["E-1"]))
    }
  }

  @Test func `a file that may not be read is told, and the next one goes through`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      guard let ferry = try await Bystander.command(for: workplace) else { return }
      try workplace.drop(Workplace.orders(["N-1"]), as: "orders-1.csv")
      try workplace.drop(Workplace.orders(["G-1"]), as: "orders-2.csv")
      try ferry.own(workplace)
      try #require(chmod(workplace.folder.pushing("inbox/orders-1.csv").string, 0) == 0)
      let ending = try await ferry.run(["run"], in: workplace)
      #expect(ending.errors.contains("orders-1.csv cannot be read; give Ferry's account the right to read it"), "\(ending.errors)")
      #expect(workplace.sandbox.server.orderCounts == ["G-1": 1])
      #expect(workplace.files("inbox") == ["orders-1.csv"])
      #expect(workplace.files("outbox") == ["orders-2.answer.csv"])

      try #require(chmod(workplace.folder.pushing("inbox/orders-1.csv").string, 0o600) == 0)
      #expect(try await ferry.run(["run"], in: workplace).exit == 0)
      #expect(workplace.sandbox.server.orderCounts == ["N-1": 1, "G-1": 1])
    }
  }
}
