import Documents
import FoundationEssentials
import Sandbox
import Testing
import Translation

@testable import Journeys

/// What is refused of a partner's file comes back as the partner writes it.
@Suite struct RefusedByProfileTests {
  private let currency = ValueTable(["EU": "EUR", "FR": "CHF"])

  private func handling(_ profile: Profile) -> [String: Handling] {
    var handling = Handling.sample()
    handling.profiles = [profile]
    return ["default": handling]
  }

  private func rule(_ column: String, _ position: Int, _ record: String? = nil, _ steps: FieldRule.Step...) -> FieldRule {
    FieldRule(column, .cells([.at(position, record: record)], joint: ""), steps: steps)
  }

  @Test func `record types, with what they share and a trailer that fits; corrected it is accepted`() async throws {
    let profile = Profile(
      name: "hl", kind: .orders,
      source: .csv(
        CSVShape(
          hasHeader: false, records: [.init("C", .shared), .init("H", .document), .init("L", .line), .init("T", .trailer)])),
      fields: [
        rule("order_number", 2, "H"), rule("currency", 3, "H", .table(currency)), rule("line", 2, "L"), rule("part_number", 3, "L"),
        rule("quantity", 4, "L"), rule("order_comment", 2, "C"), FieldRule("net_price", .constant("19.90")),
        FieldRule("warehouse_id", .constant("68")),
      ], completeness: Completeness(trailerLines: 2, trailerDocuments: 3, trailerQuantity: 4))
    let stage = try Stage()
    try await withFacade { facade in
      let refused = "H;A-2;XX\r\nL;1;4711;3\r\nL;2;4712;4\r\n"
      try stage.drop("b.csv", "C;Wien\r\nH;A-1;EU\r\nL;1;4711;2\r\n" + refused + "C;Graz\r\nH;A-3;EU\r\nL;1;4711;2\r\nT;004;3;11\r\n")
      let report = try await stage.run(facade.gateway) { $0.handling = handling(profile) }
      #expect(report.counts == ["accepted": 2, "refused": 1])
      let copy = try stage.text("error/b.refused.csv")
      #expect(copy == "C;Wien\r\n" + refused + "T;002;1;7\r\n")
      try stage.drop("c.csv", copy.replacing("XX", with: "FR"))
      #expect(try await stage.run(facade.gateway) { $0.handling = handling(profile) }.counts == ["accepted": 1])
      #expect(facade.orders == ["A-1": 1, "A-2": 1, "A-3": 1])
    }
  }

  @Test func `without a header line and in its encoding, byte for byte`() async throws {
    let profile = Profile(
      name: "pos", kind: .orders, source: .csv(CSVShape(encoding: "utf-16", separator: "|", hasHeader: false)),
      fields: [
        rule("order_number", 1), rule("order_comment", 2), rule("currency", 3, nil, .table(currency)), rule("part_number", 4),
        rule("quantity", 5), FieldRule("net_price", .constant("19.90")), FieldRule("warehouse_id", .constant("68")),
      ])
    func encoded(_ text: String) -> [UInt8] { [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
    let stage = try Stage()
    try await withFacade { facade in
      let url = URL(filePath: "\(stage.root)/inbox/b.csv")
      try Data(encoded("A-1|Größe|EU|4711|2\nA-2|Ähre €|XX|4711|2\nA-2|Ähre €|XX|4712|1")).write(to: url)
      let report = try await stage.run(facade.gateway) { $0.handling = handling(profile) }
      #expect(report.counts == ["accepted": 1, "refused": 1])
      let copy = [UInt8](try Data(contentsOf: URL(filePath: "\(stage.root)/error/b.refused.csv")))
      #expect(copy == encoded("A-2|Ähre €|XX|4711|2\nA-2|Ähre €|XX|4712|1\n"))
      try Data(encoded("A-2|Ähre €|EU|4711|2\nA-2|Ähre €|EU|4712|1\n")).write(to: url)
      #expect(try await stage.run(facade.gateway) { $0.handling = handling(profile) }.counts == ["accepted": 1])
    }
  }
}
