import Contracts
import Sandbox
import Testing
import Translation

@testable import Journeys

@Suite struct SearchTests {
  private static let header = "request_number;line;part_number;quantity\n"

  private func file(_ count: Int, _ part: (Int) -> String = { "P-\($0)" }) -> String {
    Self.header + (1...count).map { "Q-\($0);1;\(part($0));1\n" }.joined()
  }

  /// Numbers of the rows with that status, each once, in order.
  private func documents(_ stage: Stage, _ answer: String, _ status: String) throws -> [String] {
    var found: [String] = []
    for row in try stage.rows(answer) where row.hasSuffix(" " + status) {
      let number = String(row.split(separator: " ")[0])
      if found.last != number { found.append(number) }
    }
    return found
  }

  @Test func `a thousand lines are asked a hundred at a time, and one that breaks the target fails alone`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("availability.csv", file(1_000) { $0 == 333 ? "POISON" : "P-\($0)" })
      facade.server.misbehave(FaultRule(.status(500), contains: "POISON", times: nil))
      let report = try await stage.run(facade.gateway) { $0.holdPatience = .seconds(60) }
      #expect(report.counts == ["accepted": 999, "failed": 1])
      #expect(try documents(stage, "availability.answer.csv", "accepted") == (1...1_000).filter { $0 != 333 }.map { "Q-\($0)" })
      #expect(try documents(stage, "availability.answer.csv", "failed") == ["Q-333"])
      #expect(facade.calls.count < 10 + 7 * 5)
      #expect(stage.archived == ["availability.csv"])
    }
  }

  @Test func `lines that the target refuses come back alone`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("availability.csv", file(250) { $0 % 100 == 7 ? "UNKNOWN-\($0)" : "P-\($0)" })
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["accepted": 247, "refused": 3])
      #expect(
        try stage.text("error/availability.refused.csv")
          == Self.header + "Q-7;1;UNKNOWN-7;1\nQ-107;1;UNKNOWN-107;1\nQ-207;1;UNKNOWN-207;1\n")
      let findings = try stage.text("error/availability.refused.csv.report.txt").split(separator: "\n").filter {
        $0.hasPrefix("availability")
      }
      #expect(
        findings.dropFirst().map { String($0.prefix(20)) } == ["availability.csv:8: ", "availability.csv:108", "availability.csv:208"])
      #expect(facade.calls.count == 6)
    }
  }

  @Test func `a request whose rows are apart is refused whole, the others are asked`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("availability.csv", Self.header + "Q-1;1;P-1;1\nQ-2;1;P-2;1\nQ-1;2;P-3;1\n")
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["accepted": 1, "refused": 2])
      #expect(try documents(stage, "availability.answer.csv", "accepted") == ["Q-2"])
      #expect(try stage.text("error/availability.refused.csv") == Self.header + "Q-1;1;P-1;1\nQ-1;2;P-3;1\n")
    }
  }

  @Test func `bad lines between good ones do not make more calls`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("availability.csv", Self.header + (1...200).map { "Q-\($0);1;P-\($0);\($0 % 2 == 0 ? "x" : "1")\n" }.joined())
      #expect(try await stage.run(facade.gateway).counts == ["accepted": 100, "refused": 100])
      #expect(facade.calls.count == 1)
      #expect(try stage.rows("availability.answer.csv").first { $0.hasPrefix("Q-2 ") } == "Q-2 1 refused")
    }
  }

  @Test func `it is asked again every time`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      for _ in 0..<2 {
        try stage.drop("availability.csv", file(3))
        #expect(try await stage.run(facade.gateway).counts == ["accepted": 3])
      }
      #expect(facade.calls.count == 2)
    }
  }

  @Test func `at a held target a search waits, and is asked from its beginning in the next run`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("availability.csv", file(300))
      facade.server.misbehave(FaultRule(.status(503), after: 1, times: nil))
      let report = try await stage.run(facade.gateway)
      #expect((report.files, report.waiting) == (0, 1))
      #expect(stage.all("outbox") == [])
      facade.server.behave()
      #expect(try await stage.run(facade.gateway).counts == ["accepted": 300])
      #expect(stage.all("var/spool") == [])
    }
  }

  @Test func `a search that waited too long is failed`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("availability.csv", file(150))
      facade.server.misbehave(FaultRule(.status(503), times: nil))
      let report = try await stage.run(facade.gateway) {
        $0.holdPatience = .seconds(60)
        $0.giveUpAfter = .zero
      }
      #expect((report.counts, report.quarantined) == (["failed": 150], ["availability.csv": "undeliverable"]))
    }
  }

  @Test func `all or nothing asks nothing where a line is bad`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("availability.csv", Self.header + "Q-1;1;P;1\nQ-2;1;P;x\n")
      let report = try await stage.run(facade.gateway) { $0.handling["default"] = .sample(policy: .allOrNothing) }
      #expect(report.counts == ["refused": 2])
      #expect(facade.calls == [])
    }
  }
}
