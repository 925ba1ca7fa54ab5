import Formats

/// What people write in files of an encoding, so that it can be recognised.
enum RandomText {
  static let all: [(encoding: TextEncoding, hasMark: Bool, comments: [String])] =
    [
      (.utf8, false, western + central + cyrillic), (.utf8, true, western + central + cyrillic), (.utf16le, true, western + cyrillic),
      (.utf16be, true, western + cyrillic), (.utf16le, false, western), (.utf16be, false, western), (.iso8859_1, false, western),
      (.iso8859_15, false, western), (.windows1252, false, western + ["Preis in €"]), (.cp850, false, western),
      (.windows1250, false, central),
      (.windows1251, false, cyrillic),
    ]

  private static let western = [
    "Lieferung an Rampe Süd, Größe prüfen", "à livrer avant midi; déjà payé", "Fußmatte \"grün\"", "antes del mediodía",
  ]
  private static let central = ["dostawa przed południem, część pilna", "náhradní díl, prosím žlutý", "szállítás délelőtt"]
  private static let cyrillic = ["доставка утром, срочный заказ", "зал 4; позвонить", "деталь на замену"]
}

/// Calendar dates as partners write them.
enum RandomDate {
  /// Those that a day above 12 tells from the others.
  static let patterns = [
    "YYYY-MM-DD", "DD.MM.YYYY", "D.M.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "YYYY/MM/DD", "YYYYMMDD", "DDMMYYYY", "DD.MM.YY",
  ]

  /// As canonical files write it.
  static func text(_ day: Int, _ month: Int, _ year: Int) -> String { "\(year)-\(two(month))-\(two(day))" }

  static func written(_ date: String, _ pattern: String) -> String {
    let parts = date.split(separator: "-").map(String.init)
    guard parts.count == 3 else { return "" }
    var text = pattern.replacing("YYYY", with: parts[0]).replacing("YY", with: parts[0].suffix(2))
    text = text.replacing("MM", with: parts[1]).replacing("DD", with: parts[2])
    return text.replacing("M", with: "\(Int(parts[1]) ?? 0)").replacing("D", with: "\(Int(parts[2]) ?? 0)")
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
