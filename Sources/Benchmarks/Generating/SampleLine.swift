/// The values of one line, spread over realistic ranges by its number alone.
struct SampleLine {
  let article: Int
  let maker: Int
  let quantity: Int
  /// In cents.
  let price: Int
  let warehouse: Int

  init(document: Int, line: Int) {
    let seed = document * 37 + line
    article = seed % 99_989
    maker = seed % 997
    quantity = seed % 24 + 1
    price = seed * 7 % 90_000 + 99
    warehouse = 61 + seed % 8
  }

  static func isUrgent(_ line: Int) -> Bool { line % 4 == 0 }
}
