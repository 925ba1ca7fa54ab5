import Contracts
import Foundation
import Testing

/// `ferry convert --explain` by the built program: what it prints and how it ends.
@Suite struct ExplainTests {
  private static let profile = """
    kind: orders
    format: csv
    csv: { separator: ";" }
    numbers: { decimal: "," }
    booleans: { true: [J], false: [N] }
    fields:
      order_number: { from: Nr, pad: { to: 6 } }
      line: Pos
      part_number: { from: Art, strip: "-", table: { AB: X-1 }, otherwise: keep }
      quantity: Menge
      net_price: { from: Preis, per: Basis }
      urgent: Eil
    """

  @Test func `each field with its steps, exit 0; with a finding 65, in both forms`() async throws {
    let settings = "partners: { acme: { profile: acme.yaml } }\n" + Workplace.defaults
    try await withWorkplace(settings: settings) { workplace in
      try workplace.write("acme.yaml", Self.profile)
      let header = "Nr;Pos;Art;Menge;Preis;Basis;Eil\n"
      try workplace.write("good.csv", header + "47;1; A-B ;2,0;12,50;100;J\n")
      try workplace.write("bad.csv", header + "47;1;A-B;zwei;12,50;100;J\n")
      let good = try await workplace.ferry("convert", "--explain", "--partner", "acme", "good.csv")
      #expect(good.exit == 0)
      for line in [
        "  order_number 000047 ← column \"Nr\" \"47\" (line 2, column 1), pad \"000047\"",
        "    part_number X-1 ← column \"Art\" \" A-B \" (line 2, column 6), trim \"A-B\", strip \"AB\", table \"X-1\"",
        "    quantity 2 ← column \"Menge\" \"2,0\" (line 2, column 12), quantity \"2\"",
        "    net_price 0.125 ← column \"Preis\" \"12,50\" (line 2, column 16), decimal \"12.50\", per 100 \"0.125\"",
        "    urgent true ← column \"Eil\" \"J\" (line 2, column 26), boolean \"true\"", "    currency EUR ← default",
      ] { #expect(good.output.split(separator: "\n").contains(Substring(line)), "\(line)\n\(good.output)") }

      let bad = try await workplace.ferry("convert", "--explain", "--partner", "acme", "bad.csv")
      #expect(bad.exit == 65)
      #expect(bad.output.contains("  finding: bad.csv:2:10: quantity"), "\(bad.output)")
      let json = try await workplace.ferry("convert", "--explain", "--json", "--partner", "acme", "bad.csv")
      #expect(json.exit == 65)
      let document = try JSONReader.read(Array(json.output.utf8))["explanation"]?.elements?.first
      let price = document?["fields"]?.elements?.first { $0["field"] == .string("net_price") }
      let steps = price?["steps"]?.elements?.map { "\($0["step"]?.text ?? "") \($0["value"]?.text ?? "")" }
      #expect(steps == ["decimal 12.50", "per 100 0.125"])
      #expect(workplace.files("outbox") + workplace.files("archive") + workplace.files("var") == [], "it writes nothing")
    }
  }

  @Test func `a return is completed from the ledger that is there, which stays as it was`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop((Workplace.ordersHeader + "A-1;1;4711;19.90;2\n").utf8, as: "orders.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      try workplace.write(
        "returns.csv", "return_number;order_number;return_date;line;part_number;quantity;reason\nR-1;A-1;2026-11-21;1;4711;1;DAMAGED\n")
      let before = try await workplace.ferry("show", "A-1").output
      let ending = try await workplace.ferry("convert", "--explain", "returns.csv")
      #expect(ending.exit == 0, "\(ending)")
      let lines = ending.output.split(separator: "\n")
      #expect(lines.contains { $0.hasPrefix("  order_number A-1 ← column \"order_number\" \"A-1\"") }, "\(ending.output)")
      #expect(lines.contains { $0.contains("external_order_id ") && $0.hasSuffix(" ← ledger") }, "\(ending.output)")
      #expect(try await workplace.ferry("show", "A-1").output == before)
      try workplace.write(
        "returns.csv", "return_number;order_number;return_date;line;part_number;quantity;reason\nR-1;A-2;2026-11-21;1;4711;1;DAMAGED\n")
      #expect(try await workplace.ferry("convert", "--explain", "returns.csv").exit == 65, "an order that the ledger does not know")
    }
  }
}
