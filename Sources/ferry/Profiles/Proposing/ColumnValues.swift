import Translation

/// What the values of a column look like. Empty ones do not count.
struct ColumnValues {
  let values: [String]
  /// In order of appearance.
  let distinct: [String]

  init(_ values: [String]) {
    self.values = values.map(Self.trimmed).filter { !$0.isEmpty }
    var seen: Set<String> = []
    distinct = self.values.filter { seen.insert($0).inserted }
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  var isEmpty: Bool { values.isEmpty }

  /// Whole numbers.
  var areIntegers: Bool { !isEmpty && values.allSatisfy(Self.isInteger) }

  /// Numbers of which one has a mark in it.
  var areDecimals: Bool { !isEmpty && values.allSatisfy(NumberMarks.isNumber) && values.contains { !Self.isInteger($0) } }

  /// One that a spreadsheet has made of a long number, `3,60648E+12`; nil: there is none.
  var shortened: String? { distinct.first { text in Array(text.utf8).withUnsafeBufferPointer(Exponent.isDamage) } }

  /// They begin with 1 or 10, and rise or begin again.
  var areLineNumbers: Bool {
    let numbers = values.compactMap { Int($0) }
    guard areIntegers, numbers.count == values.count, let first = numbers.first, first == 1 || first == 10 else { return false }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $1 > $0 || $1 == first }
  }

  private static let currencies: Set<String> = [
    "EUR", "USD", "GBP", "CHF", "PLN", "CZK", "HUF", "SEK", "DKK", "NOK", "RON", "BGN", "TRY", "RSD", "UAH", "MAD", "TND",
  ]
  var areCurrencies: Bool { !isEmpty && distinct.allSatisfy(Self.currencies.contains) }

  private static let shipTypes: [String: String] = [
    "counter": "COUNTER", "abholung": "COUNTER", "abholer": "COUNTER", "pickup": "COUNTER", "comptoir": "COUNTER", "retrait": "COUNTER",
    "banco": "COUNTER", "ritiro": "COUNTER", "mostrador": "COUNTER", "recogida": "COUNTER", "user": "USER", "versand": "USER",
    "lieferung": "USER", "delivery": "USER", "shipping": "USER", "livraison": "USER", "consegna": "USER", "spedizione": "USER",
    "envio": "USER", "entrega": "USER",
  ]
  /// What they mean as the type of shipping, by value; nil where a value is no known word.
  func shipTypes() -> [(value: String, means: String)]? {
    let found = distinct.map { value in Self.shipTypes[HeaderWords.plain(value)].map { (value: value, means: $0) } }
    return isEmpty || found.contains { $0 == nil } ? nil : found.compactMap(\.self)
  }

  private static let truths: Set<String> = ["j", "ja", "y", "yes", "x", "o", "oui", "s", "si", "wahr", "vrai", "vero", "verdadero", "t"]
  private static let falsehoods: Set<String> = ["n", "nein", "no", "non", "falsch", "faux", "falso", "f"]

  /// Words for true and false besides those that every file may use; nil where one is neither.
  func booleans() -> (truths: [String], falsehoods: [String])? {
    let words = distinct.filter { !["true", "false", "1", "0"].contains($0.lowercased()) }
    let found = (
      words.filter { Self.truths.contains(HeaderWords.plain($0)) }, words.filter { Self.falsehoods.contains(HeaderWords.plain($0)) }
    )
    return isEmpty || found.0.count + found.1.count < words.count ? nil : found
  }

  private static func isInteger(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

  // MARK: dates

  private static let patterns = [
    "YYYY-MM-DD", "DD.MM.YYYY", "D.M.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "D/M/YYYY", "M/D/YYYY", "DD-MM-YYYY", "YYYY/MM/DD", "YYYY.MM.DD",
    "YYYYMMDD", "DDMMYYYY", "DD.MM.YY", "D.M.YY", "DD/MM/YY", "MM/DD/YY", "DDMMYY", "YYMMDD",
  ]

  /// The patterns that fit all values, the likeliest first.
  func datePatterns() -> [String] {
    guard !isEmpty else { return [] }
    return Self.patterns.filter { pattern in distinct.allSatisfy { Self.fits($0, pattern) } }
  }

  private static func fits(_ text: String, _ pattern: String) -> Bool {
    var rest = text[...]
    var parts: [Character: Int] = [:]
    var letters = pattern[...]
    while let letter = letters.first {
      let run = letters.prefix { $0 == letter }.count
      letters = letters.dropFirst(run)
      guard letter.isLetter else {
        guard rest.first == letter else { return false }
        rest = rest.dropFirst()
        continue
      }
      let digits = rest.prefix(run == 1 ? 2 : run).prefix { $0.isASCII && $0.isNumber }
      guard digits.count >= run, let number = Int(digits) else { return false }
      parts[letter] = number
      rest = rest.dropFirst(digits.count)
    }
    let year = parts["Y"] ?? 0
    return rest.isEmpty && (1...12).contains(parts["M"] ?? 0) && (1...31).contains(parts["D"] ?? 0)
      && (year < 100 || (1990...2100).contains(year))
  }
}
