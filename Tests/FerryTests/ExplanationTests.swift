import Contracts
import Documents
import SystemPackage
import Testing
import Translation

@testable import ferry

/// `ferry convert --explain`: where each value of a document came from.
@Suite struct ExplanationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func explain(_ name: String, _ text: String, _ kind: Kind, _ handling: Handling) async throws -> [String] {
    let path = try folder.write(name, text).string
    var lines: [String] = []
    let conversion = Conversion(path: path, name: name, handling: handling, ledger: nil)
    let findings = try await Explanation(conversion: conversion, kind: kind).run {
      lines += $0.text.split(separator: "\n").map(String.init)
    }
    return lines + findings.map { "finding: \($0)" }
  }

  private func handling(_ profile: String) throws -> Handling {
    try TestedProfile.alone(try folder.write("acme.yaml", profile), named: folder.path.appending("acme.yaml").string).handling
  }

  private static let profile = """
    kind: orders
    format: csv
    csv: { separator: ";" }
    numbers: { decimal: "," }
    fields:
      order_number: Nr
      part_number: { from: Artikel, strip: " " }
      quantity: Menge
      net_price: Preis
      ship_type: { value: COUNTER }
      order_comment: { from: [T1, T2], join: " " }
      operator_email: { value: a@b.c }
      operator_first_name: { value: A }
      operator_last_name: { value: B }
    defaults: { currency: EUR, warehouse_id: "68", urgent: false }
    """

  @Test func `columns, joined ones, constants, defaults and counted lines are named, with the file's own text`() async throws {
    let text = "Nr;Artikel;Menge;Preis;T1;T2\n4711;P 1;2;12,50;gut;schnell\n4711;P 2;1;3;;\n"
    let lines = try await explain("x.csv", text, .orders, try handling(Self.profile))
    for line in [
      "4711 (line 2)", "  order_number 4711 ← column \"Nr\" \"4711\" (line 2, column 1)",
      "  order_comment gut schnell ← column \"T1\" and column \"T2\" \"gut schnell\" (line 2, column 18)",
      "  ship_type COUNTER ← constant (profile acme, line 10)", "  line 2", "    line 2 ← counted", "    urgent false ← default",
      "    part_number P1 ← column \"Artikel\" \"P 1\" (line 2, column 6), strip \"P1\"",
      "    net_price 12.50 ← column \"Preis\" \"12,50\" (line 2, column 12), decimal \"12.50\"",
      "    net_price 3 ← column \"Preis\" \"3\" (line 3, column 12)", "    currency EUR ← default", "    warehouse_id 68 ← default",
    ] { #expect(lines.contains(line), "\(line)\n\(lines.joined(separator: "\n"))") }
  }

  @Test func `what a plan supplies is not known before it is asked for`() async throws {
    var handling = try handling(
      Self.profile.replacing("currency: EUR, warehouse_id: \"68\", ", with: "") + "\nplan_step: { orders: incomplete }")
    handling.planStep.isOn = true
    let lines = try await explain("x.csv", "Nr;Artikel;Menge;Preis;T1;T2\n4711;P 1;2;12,50;;\n", .orders, handling)
    #expect(lines.contains("    currency ← plan step (POST /shipping-plans/search)"))
    #expect(lines.contains("    warehouse_id ← plan step (POST /shipping-plans/search)"))
    #expect(lines.contains { $0.hasPrefix("    net_price 12.50 ← column") })
  }

  @Test func `canonical files are explained by their own columns and elements, findings with them`() async throws {
    let csv = try await explain("availability.csv", "request_number;line;part_number;quantity\nR;1;P;x\n", .availability, Handling())
    #expect(csv.contains("    part_number P ← column \"part_number\" \"P\" (line 2, column 5)"))
    #expect(csv.contains { $0.hasPrefix("  finding: availability.csv:2:7: quantity") })
    let xml = """
      <availability xmlns="urn:ferry:1"><request number="R"><items><item><index>1</index><part><identifier><external>
      <partNumber>P</partNumber></external></identifier></part></item></items></request></availability>
      """
    let lines = try await explain("availability.xml", xml, .availability, Handling())
    #expect(lines.contains("    part_number P ← element (line 2, column 1)"), "\(lines)")
  }

  @Test func `what stands for an empty source is a step`() async throws {
    var handling = try handling(Self.profile)
    handling.profiles[0].fields.removeAll { $0.column == "order_comment" }
    handling.profiles[0].fields.append(FieldRule("order_comment", .cells([.named("T1")], joint: ""), ifEmpty: "none"))
    let lines = try await explain("x.csv", "Nr;Artikel;Menge;Preis;T1\n4711;P 1;2;3;\n", .orders, handling)
    #expect(lines.contains("  order_comment none ← column \"T1\" \"\", if_empty \"none\""), "\(lines)")
  }

  @Test func `the rows of the document behind are not mixed up with it`() async throws {
    let text = "Nr;Artikel;Menge;Preis;T1;T2\n1;A 1;2;1,50;;\n2;A 2;3;2,50;;\n2;A 3;4;3,50;;\n3;A 4;5;4,50;;\n"
    let lines = try await explain("x.csv", text, .orders, try handling(Self.profile))
    for (part, line) in [(1, 2), (2, 3), (3, 4), (4, 5)] {
      #expect(lines.contains("    part_number A\(part) ← column \"Artikel\" \"A \(part)\" (line \(line), column 3), strip \"A\(part)\""))
    }
  }

  @Test func `a profile's XPath stands where a column would`() async throws {
    let handling = try handling(
      "kind: availability\nformat: xml\nxml: { document: /Ask, line: Row }\nfields: { request_number: No, part_number: Art }\n")
    let lines = try await explain("x.xml", "<Ask><No>R</No>\n<Row><Art>P</Art></Row></Ask>", .availability, handling)
    #expect(lines.contains("  request_number R ← No \"R\" (line 1, column 6)"), "\(lines)")
    #expect(lines.contains("    line 1 ← counted"))
    #expect(lines.contains("    part_number P ← Art \"P\" (line 2, column 6)"))
  }

  @Test func `the explanation is a member of the conversion, and only where it is asked for`() async throws {
    let path = try folder.write("availability.csv", "request_number;line;part_number\nR;1;P\n").string
    func json(_ explains: Bool) async throws -> JSONValue {
      var bytes: [UInt8] = []
      var writer = ConversionWriter { bytes += $0 }
      _ = try await Conversion(path: path, name: "availability.csv", handling: Handling(), ledger: nil).write(
        to: &writer, explains: explains)
      return try JSONReader.read(bytes)
    }
    let document = try await json(true)["explanation"]?.elements?.first
    #expect(document?["document"] == .string("R"))
    #expect(document?["fields"]?.elements?.last?["written"] == .string("P"))
    #expect(try await json(false)["explanation"] == nil)
  }
}
