/// How a partner writes numbers, dates and booleans. What is not written so is a finding, never a guess: `1.234` is what the marks say.
package struct ValueStyle: Sendable, Hashable, Codable {
  /// `.` or `,`.
  package var decimalMark: String
  /// Between whole groups of three digits, `.`, `,`, `'` or a blank (also one that does not break); empty: there is none.
  package var thousandsMark: String
  /// `10.500-` is minus.
  package var allowsTrailingMinus: Bool
  /// `DD.MM.YYYY`, `YYYYMMDD`, `MM/DD/YY`, `D.M.YYYY` (one digit or two): the first one that fits. Two digits of a year are of 2000 to 2099.
  package var dates: [String]
  /// Words for true and false besides `true` `false` `1` `0`, in any case.
  package var truths: [String]
  package var falsehoods: [String]

  package init(
    decimalMark: String = ".", thousandsMark: String = "", allowsTrailingMinus: Bool = false, dates: [String] = ["YYYY-MM-DD"],
    truths: [String] = [], falsehoods: [String] = []
  ) {
    self.decimalMark = decimalMark
    self.thousandsMark = thousandsMark
    self.allowsTrailingMinus = allowsTrailingMinus
    self.dates = dates
    self.truths = truths
    self.falsehoods = falsehoods
  }
}
