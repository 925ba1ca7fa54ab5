package import Documents

/// A number that several documents of a file have, and where these begin.
package struct RepeatedNumber: Sendable {
  /// More of them are counted only.
  private static let shownLines = 5

  private var count = 1
  private var lines: [Int]

  package init(line: Int) { lines = [line] }

  package mutating func see(line: Int) {
    count += 1
    if lines.count < Self.shownLines { lines.append(line) }
  }

  /// For each of the documents. `isGrouped`: rows of one number make a document, and these are apart; else each is one by itself.
  package func finding(_ number: String, isGrouped: Bool, file: String, line: Int) -> Finding {
    let shown = Finding.shortened(number)
    if isGrouped {
      return Finding(
        .apart, file: file, line: line, document: shown, value: number, expected: "the rows of a document next to each other",
        "the rows of document \"\(shown)\" are not next to each other; expected all rows of a document together: sort the file by its number"
      )
    }
    return Finding(
      .apart, file: file, line: line, document: shown, value: number, expected: "each number once",
      "the number \"\(shown)\" stands \(count == 2 ? "twice" : "\(count) times") in the file (\(places)); expected each number once: remove one, or give it a number of its own"
    )
  }

  /// For a file that has too many of them.
  package static func finding(moreThan count: Int, isGrouped: Bool, file: String) -> Finding {
    if isGrouped {
      return Finding(
        .apart, file: file, expected: "the rows of a document next to each other",
        "the rows of more than \(count) documents are not next to each other; expected all rows of a document together: sort the file by its number"
      )
    }
    return Finding(
      .apart, file: file, expected: "each number once",
      "more than \(count) numbers stand twice in the file; expected each number once: remove what stands twice")
  }

  private var places: String {
    let places = lines.map(String.init)
    if count > places.count { return "lines " + places.joined(separator: ", ") + ", …" }
    return "lines " + places.dropLast().joined(separator: ", ") + " and " + (places.last ?? "")
  }
}
