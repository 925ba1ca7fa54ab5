import Contracts
import Foundation
import Testing

/// Numbered and daily files by the built program: what status, run and sequence say, and how they end.
@Suite struct SequenceTests {
  /// Six hours from now, in UTC: the file of the day before is expected, and no deadline comes near while a test runs.
  static let dailyBy = String(Date(timeIntervalSinceNow: 6 * 3600).formatted(.iso8601).dropFirst("2026-11-21T".count).prefix(5))

  static let profile = """
    kind: availability
    format: csv
    fields: { line: line, part_number: part }
    completeness: { sequence: { name: "a-{number}.csv" }, daily_by: "\(dailyBy)" }
    """

  private func drop(_ number: Int, _ workplace: Workplace) throws {
    try workplace.drop("line;part\n1;P\(number)\n".utf8, as: "acme/a-\(number).csv")
  }

  private func json(_ ending: FerryProgram.Ending) throws -> JSONValue { try JSONReader.read(Array(ending.output.utf8)) }

  @Test func `status leads with the missing file until it is waived`() async throws {
    try await withWorkplace(settings: "time_zone: UTC\npartners: { acme: { profile: acme.yaml } }") { workplace in
      try workplace.write("acme.yaml", Self.profile)
      let early = try await workplace.ferry("run")
      #expect(early.exit == 0, "a run speaks of what it handled")
      #expect(early.output.contains("\nacme: no availability file yet, expected daily by \(Self.dailyBy) (profile acme)"), "\(early)")
      let overdue = try await workplace.ferry("status")
      #expect(overdue.exit == 65)
      #expect(overdue.output.hasPrefix("acme: no availability file yet, expected daily by \(Self.dailyBy) (profile acme)\n"))
      #expect(try json(try await workplace.ferry("status", "--json"))["overdue"]?.elements?.first?["daily_by"] == .string(Self.dailyBy))

      for number in [1, 4] { try drop(number, workplace) }
      let run = try await workplace.ferry("run", "--json")
      #expect(run.exit == 0, "\(run)")
      #expect(try json(run)["expected"]?.elements?.count == 1)
      let status = try await workplace.ferry("status")
      #expect(status.exit == 65)
      #expect(status.output.hasPrefix("acme: files 2 to 3 are missing since "), "\(status)")
      let missing = try json(try await workplace.ferry("status", "--json"))["missing_files"]?.elements?.first
      #expect(missing?["from"]?.text == "2")
      #expect(missing?["shown_by"] == .string("a-4.csv"))

      let listed = try await workplace.ferry("sequence")
      #expect(listed.output.hasPrefix("acme: last number 4 (profile acme)\n  missing: 2 to 3, since "))
      let waived = try await workplace.ferry("sequence", "acme", "--waive", "2-3")
      #expect(waived.output == "2 numbers of acme waived (profile acme)\n")
      #expect(try await workplace.ferry("sequence", "acme", "--waive", "2").output == "2 is not missing; ferry sequence lists what is\n")
      #expect(try await workplace.ferry("status").exit == 0)
      #expect(try await workplace.ferry("show", "a-4.csv").output.contains("2 to 3 by "))
      #expect(try await workplace.ferry("sequence", "acme", "--next", "1").output == "the next file of acme has number 1 (profile acme)\n")
      let rows = try json(try await workplace.ferry("sequence", "--json")).elements
      #expect(rows?.first?["last_number"]?.text == "0")
    }
  }

  @Test func `a file that waits for a missing one is told so, and goes when that comes`() async throws {
    // A rest that outlasts the looks of status.
    try await withWorkplace(settings: "partners: { acme: { profile: acme.yaml, rest_period: 700ms } }") { workplace in
      try workplace.write(
        "acme.yaml", Self.profile.replacing(".csv\" }", with: ".csv\", gap: wait }").replacing(", daily_by: \"\(Self.dailyBy)\"", with: ""))
      for number in [1, 3] { try drop(number, workplace) }
      let run = try await workplace.ferry("run")
      #expect(run.exit == 69, "\(run)")
      #expect(try await workplace.ferry("status").output.contains("  acme/a-3.csv: waiting: file 2 is missing\n"))
      try drop(2, workplace)
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.files("outbox") == ["acme/a-1.answer.csv", "acme/a-2.answer.csv", "acme/a-3.answer.csv"])
    }
  }

  @Test func `a corrected copy is read by the profile of its file, and is no file of the sequence`() async throws {
    let common = """
      kind: orders
      format: csv
      csv: { separator: ";", header: false }
      defaults: { currency: EUR, warehouse_id: "68", ship_type: COUNTER, urgent: false, operator: { email: a@b.c, first_name: A, last_name: B } }

      """
    try await withWorkplace(settings: "partners: { two: { profiles: [po.yaml, rest.yaml] } }") { workplace in
      try workplace.write(
        "po.yaml",
        common
          + "files: [\"PO???.csv\"]\nfields: { order_number: 1, line: 2, part_number: 3, quantity: 4, net_price: 5 }\ncompleteness: { sequence: { name: \"PO*{number}.csv\" } }\n"
      )
      try workplace.write("rest.yaml", common + "fields: { order_number: 1, line: 2, part_number: 3, net_price: 4, quantity: 5 }\n")
      try workplace.drop("A-1;1;P-1;12;4.00\nA-2;1;P-2;x;5.00\n".utf8, as: "two/PO001.csv")
      #expect(try await workplace.ferry("run").exit == 65)
      for (name, number) in [("PO001.refused", 2), ("PO001.refused-2", 3)] {
        let copy = try workplace.text("error/two/PO001.refused.csv").replacing(";x;", with: ";\(number * 3);").replacing(
          "A-2", with: "A-\(number)")
        try workplace.drop(copy.utf8, as: "two/\(name).csv")
        let run = try await workplace.ferry("run")
        #expect(run.exit == 0, "\(run)")
        #expect(!run.errors.contains("number of its sequence"), "\(run)")
        let answer = try workplace.text("outbox/two/\(name).answer.csv")
        #expect(answer.contains("1;A-\(number);1;accepted;") && answer.hasSuffix(";\(number * 3)\n"), "\(answer)")
      }
      #expect(try await workplace.ferry("replay", "PO001.csv").exit == 0)
      #expect(try await workplace.ferry("run").exit == 65, "the order with the mistake is refused again")
      #expect(try workplace.text("outbox/two/PO001.replay.answer.csv").contains("1;A-1;1;duplicate;"))
      #expect(try await workplace.ferry("sequence").output == "two: last number 1 (profile po)\n")
    }
  }

  @Test func `a partner without numbers, and words that are none, are wrong usage`() async throws {
    try await withWorkplace { workplace in
      let none = try await workplace.ferry("sequence")
      #expect(none.exit == 64)
      #expect(none.errors.contains("no profile numbers its files; completeness.sequence in a profile says where the number stands"))
      #expect(try await workplace.ferry("sequence", "nobody").exit == 64)
      #expect(try await workplace.ferry("sequence", "--waive", "1").exit == 64)
      #expect(try await workplace.ferry("sequence", "default", "--waive", "1-x").exit == 64)
      #expect(try await workplace.ferry("sequence", "default", "--waive", "1", "--next", "2").exit == 64)
    }
  }
}
