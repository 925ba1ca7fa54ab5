import Documents
import Testing
import Translation

/// The seed stands in each comment.
@Suite struct RandomProfileTests {
  private let seed = UInt64.random(in: 0 ... .max)

  private func handling(_ profile: Profile) -> Handling {
    Handling(
      defaults: [
        "ship_type": "COUNTER", "operator_email": "a@b.c", "operator_first_name": "A", "operator_last_name": "B", "urgent": "false",
        "currency": "EUR", "warehouse_id": "68",
      ], profiles: [profile])
  }

  @Test func `files of any dialect are read back equal`() throws {
    var chance = RandomProfile.Chance(state: seed)
    for round in 0..<500 {
      let dialect = RandomProfile(&chance)
      let parts = ["4711", "A;B", "x,y|z^", "q\"q", "zwei\nZeilen", "Größe 7", "00013", "1.234", "E5"]
      let documents = (0..<Int.random(in: 1...4, using: &chance)).map { _ in
        (0..<Int.random(in: 1...4, using: &chance)).map { _ in
          RandomProfile.Line(
            part: parts.randomElement(using: &chance) ?? "", quantity: .random(in: 1...9_999_999, using: &chance),
            price: .random(in: 0...999_999_999, using: &chance))
        }
      }
      let text = dialect.text(documents)
      let file = try ReadFile(text, named: "b.csv", as: .orders, handling(dialect.profile))
      let comment: Comment = "seed \(seed), round \(round): \(text)"
      #expect(file.said == [], comment)
      let read = file.documents.map { document in
        document.lines.map { line in
          let list = document.entries.indices.first { document.entries[$0].owner == Int32(line) } ?? line
          return RandomProfile.Line(
            part: document.string("part_number", in: line) ?? "", quantity: Int(document.string("quantity", in: list) ?? "") ?? 0,
            price: Int((document.string("net_price", in: line) ?? "").replacing(".", with: "")) ?? -1)
        }
      }
      #expect(read == documents, comment)
      #expect(file.numbers == documents.indices.map { "O\($0)" }, comment)
    }
  }

  @Test func `damaged files of any dialect give documents and findings, never a trap`() throws {
    var chance = RandomProfile.Chance(state: seed)
    var findings = 0
    for _ in 0..<500 {
      let dialect = RandomProfile(&chance)
      var bytes = Array(dialect.text([[.init(part: "A", quantity: 12, price: 5)], [.init(part: "B", quantity: 3_000, price: 150)]]).utf8)
      for _ in 0..<Int.random(in: 1...6, using: &chance) {
        let place = Int.random(in: 0..<max(1, bytes.count), using: &chance)
        guard place < bytes.count else { break }
        switch Int.random(in: 0...3, using: &chance) {
        case 0: bytes[place] = .random(in: 0...255, using: &chance)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(Array("\";,\n\rHLT".utf8).randomElement(using: &chance) ?? 0, at: place)
        default: bytes.removeSubrange(place...)
        }
      }
      do {
        let file = try ReadFile(bytes: bytes, named: "b.csv", as: .orders, handling(dialect.profile))
        findings += file.said.count
      } catch {
        // A first byte or two may look like another encoding.
        #expect("\(error)".contains("expected UTF-8"), "seed \(seed)")
      }
    }
    #expect(findings > 100, "seed \(seed)")
  }
}
