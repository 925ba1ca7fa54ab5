/// Whether the first record names the columns.
enum HeaderRecognition {
  /// Names are distinct words, and in some column what follows is not like its name: numbers or dates under a word.
  static func isHeader(_ records: [[String]]) -> Bool {
    guard let first = records.first else { return false }
    let named = first.lastIndex { !isBlank($0) }.map { first[...$0] } ?? []
    guard !named.isEmpty, named.allSatisfy(isName), Set(named.map { $0.lowercased() }).count == named.count else { return false }
    let rest = records.dropFirst()
    if rest.isEmpty { return true }
    return named.indices.contains { column in
      guard !named[column].contains(where: \.isNumber) else { return false }
      let values = rest.compactMap { column < $0.count && !isBlank($0[column]) ? $0[column] : nil }
      return !values.isEmpty && values.count { $0.contains(where: \.isNumber) } * 5 >= values.count * 4
    }
  }

  private static func isName(_ cell: String) -> Bool {
    guard let first = cell.first(where: { $0 != " " }), cell.count <= 60, cell.contains(where: \.isLetter) else { return false }
    return !first.isNumber && first != "-" && first != "+"
  }

  private static func isBlank(_ cell: String) -> Bool { cell.allSatisfy { $0 == " " || $0 == "\t" } }
}
