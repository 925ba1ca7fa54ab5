import Contracts
import Documents
import Ledgers
import SystemPackage
import Testing
import Translation

@testable import ferry

@Suite struct ConversionTests {
  private static let header =
    "order_number;ship_type;operator_email;operator_first_name;operator_last_name;line;urgent;part_number;net_price;currency;warehouse_id;quantity\n"

  private static func row(_ number: String, _ line: String = "1", quantity: String = "2") -> String {
    "\(number);COUNTER;a@b.c;A;B;\(line);false;P1;10.50;EUR;68;\(quantity)\n"
  }

  private func convert(_ name: String, _ text: String, _ change: (inout Handling) -> Void = { _ in }) async throws -> (
    json: JSONValue, isClean: Bool
  ) {
    let folder = try TemporaryFolder()
    let file = try folder.write(name, text)
    return try await convert(file, change)
  }

  private func convert(_ file: FilePath, _ change: (inout Handling) -> Void = { _ in }) async throws -> (json: JSONValue, isClean: Bool) {
    var handling = Handling()
    change(&handling)
    var bytes: [UInt8] = []
    var writer = ConversionWriter { bytes += $0 }
    let name = file.lastComponent?.string ?? ""
    let isClean = try await Conversion(path: file.string, name: name, handling: handling, ledger: nil).write(to: &writer)
    return (try JSONReader.read(bytes), isClean)
  }

  private func calls(_ json: JSONValue) -> [JSONValue] { json["calls"]?.elements ?? [] }
  private func findings(_ json: JSONValue) -> [JSONValue] { json["findings"]?.elements ?? [] }

  @Test func `an order becomes its call, with the lines it came from`() async throws {
    let result = try await convert("orders-1.csv", Self.header + Self.row("A-1") + Self.row("A-1", "2") + Self.row("A-2"))
    #expect(result.isClean)
    #expect(findings(result.json).isEmpty)
    let calls = calls(result.json)
    #expect(calls.map { $0["document"] } == [.string("A-1"), .string("A-2")])
    #expect(calls.map { $0["lines"] } == [.array([.number("2"), .number("3")]), .array([.number("4")])])
    #expect(calls.allSatisfy { $0["method"] == .string("POST") && $0["path"] == .string("/orders") && $0["query"] == .object([]) })
    #expect(calls[0]["body"]?["items"]?.elements?.first?["pricing"]?["netPrice"] == .number("10.50"))
  }

  @Test func `a bad document is found and the good ones still become calls`() async throws {
    let result = try await convert("orders-1.csv", Self.header + Self.row("A-1", quantity: "x") + Self.row("A-2"))
    #expect(!result.isClean)
    #expect(findings(result.json).map { $0["line"] } == [.number("2")])
    #expect(findings(result.json).map { $0["path"] } == [.string("quantity")])
    #expect(calls(result.json).map { $0["document"] } == [.string("A-2")])
  }

  @Test func `all-or-nothing sends nothing beside a finding`() async throws {
    let result = try await convert("orders-1.csv", Self.header + Self.row("A-1", quantity: "x") + Self.row("A-2")) {
      $0.policy = .allOrNothing
    }
    #expect(calls(result.json).isEmpty)
  }

  @Test func `rows of a document that are apart are found in each place`() async throws {
    let result = try await convert("orders-1.csv", Self.header + Self.row("A-1") + Self.row("A-2") + Self.row("A-1", "2"))
    #expect(findings(result.json).map { $0["line"] } == [.number("2"), .number("4")])
    #expect(findings(result.json).allSatisfy { $0["code"] == .string("apart") })
    #expect(calls(result.json).map { $0["document"] } == [.string("A-2")])
  }

  @Test func `searches are batched, and a call for several documents names none`() async throws {
    let text = "request_number;line;part_number\nR-1;1;P1\nR-1;2;P2\nR-2;1;P3\n"
    let one = try await convert("availability.csv", text)
    #expect(calls(one.json).map { $0["document"] } == [.null])
    #expect(calls(one.json).map { $0["lines"] } == [.array([.number("2"), .number("3"), .number("4")])])
    let two = try await convert("availability.csv", text) { $0.batchSize = 2 }
    #expect(calls(two.json).map { $0["document"] } == [.string("R-1"), .string("R-2")])
  }

  @Test func `an order that is planned shows the plan's calls, and itself without a body`() async throws {
    let text =
      Self.header + Self.row("A-1").replacing("10.50;EUR;68;", with: ";;;") + Self.row("A-1", "2").replacing("10.50;EUR;68;", with: ";;;")
      + Self.row("A-2")
    let result = try await convert("orders-1.csv", text) {
      $0.planStep = PlanStep(isOn: true, forcePrimaryWarehouse: true)
      $0.batchSize = 1
      $0.limits.body = 1024
    }
    #expect(result.isClean, "\(result.json)")
    let calls = calls(result.json)
    #expect(
      calls.map { $0["path"]?.text } == ["/shipping-plans/search", "/shipping-plans/search", "/orders", "/orders"])
    #expect(calls.map { $0["document"]?.text } == ["A-1", "A-1", "A-1", "A-2"])
    #expect(
      calls.map { $0["lines"] } == [
        .array([.number("2")]), .array([.number("3")]), .array([.number("2"), .number("3")]), .array([.number("4")]),
      ])
    #expect(calls[0]["body"]?["forcePrimaryWarehouse"] == .boolean(true))
    #expect(calls[0]["body"]?["items"]?.elements?.first?["requestedQuantity"] == .number("2"))
    #expect(calls[2]["body"] == .null)
    #expect(calls.map { $0["completedBy"] } == [nil, nil, .string("POST /shipping-plans/search"), nil])
    #expect(calls[3]["body"]?["items"]?.elements?.count == 1)
  }

  @Test(arguments: Kind.allCases)
  func `without a settings file there is a target for every kind`(_ kind: Kind) throws {
    let handling = try #require(Settings.plain(in: "/nowhere").partners["default"]?.handling)
    #expect(handling.finding(ofFile: "\(kind.rawValue).csv", of: kind) == nil)
    #expect(handling.target(of: kind) == kind.api.rawValue)
  }

  @Test func `an order that is too large is found`() async throws {
    let result = try await convert("orders-1.csv", Self.header + Self.row("A-1") + Self.row("A-2")) { $0.limits.body = 100 }
    #expect(findings(result.json).map { $0["code"] } == [.string("limit"), .string("limit")])
    #expect(calls(result.json).isEmpty)
  }

  @Test func `a return of an unknown order is found`() async throws {
    let text = "return_number;order_number;return_date;line;part_number;quantity;reason\n"
    let reasons = Kind.returns.layout.fields.first { $0.column == "reason" }?.content
    guard case .choice(let words) = reasons else {
      Issue.record("expected words")
      return
    }
    let result = try await convert("returns.csv", text + "R-1;A-1;2026-11-21;1;P1;1;\(words[0])\n")
    #expect(findings(result.json).map { $0["code"] } == [.string("unknown_order")])
    #expect(calls(result.json).isEmpty)
  }

  @Test func `a file without a kind and a file that is not there are findings`() async throws {
    let unknown = try await convert("stuff.csv", Self.header)
    #expect(findings(unknown.json).map { $0["code"] } == [.string("unknown_kind")])
    let missing = try await convert(FilePath("/nowhere/orders.csv"))
    #expect(
      findings(missing.json).map { $0["message"] } == [.string("the file cannot be read: cannot be opened: No such file or directory")])
  }

  @Test func `a truncated file makes no call`() async throws {
    let xml = #"<availabilities xmlns="urn:ferry:1"><request number="1"><items><item><index>1</index>"#
    let result = try await convert("availability.xml", xml)
    #expect(!result.isClean)
    #expect(calls(result.json).isEmpty)
  }
}
