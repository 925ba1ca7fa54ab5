import Documents
import Testing
import Translation

@Suite struct NumberWatchTests {
  private func watch(_ numbers: some Sequence<String>) throws -> (watch: NumberWatch, verified: Set<String>) {
    var document = Document(layout: Kind.orders.layout)
    func read(_ number: String) {
      document.begin(ordinal: 0, line: 2)
      var number = number
      let slot = document.layout.numberField.map { document.layout.place(of: $0).slot } ?? 0
      number.withUTF8 { document.set(0, slot, to: $0, line: 2, column: 1) }
    }
    var watch = NumberWatch(expected: 100)
    for number in numbers {
      read(number)
      watch.see(document)
    }
    var seen: [String: Int] = [:]
    for number in numbers {
      read(number)
      if watch.isCandidate(document) { seen[number, default: 0] += 1 }
    }
    return (watch, Set(seen.filter { $0.value > 1 }.keys))
  }

  @Test func `numbers that come once need no second reading`() throws {
    #expect(try !watch(["O1", "O2", "O10"]).watch.needsVerification)
    #expect(try !watch((0..<200_000).map { "O\($0)" }).watch.needsVerification)
  }

  @Test func `numbers that come back are found`() throws {
    #expect(try watch(["O1", "O2", "O1", "O3", "O2"]).verified == ["O1", "O2"])
  }

  @Test func `numbers that come back are found in a file of many, in any order`() throws {
    let shuffled = (0..<150_000).map { "O\(($0 * 7919) % 150_000)" }
    let found = try watch(shuffled + ["O7", "O77777"])
    #expect(found.verified == ["O7", "O77777"])
  }

  @Test func `documents without a number are not watched`() throws {
    #expect(try !watch(["", "", ""]).watch.needsVerification)
  }
}
