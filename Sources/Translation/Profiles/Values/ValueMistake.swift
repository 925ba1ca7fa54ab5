/// Why a text is no value of its field. Small, so that a file of good values costs nothing; the sentence is made by
/// ``ValueMapping/finding(_:of:base:file:line:column:)``.
package enum ValueMistake: Sendable, Hashable {
  case notNumber, notQuantity, notBoolean, notDate, notChoice, notCurrency
  /// The table of the step with that place in the rule has no such value.
  case notInTable(step: Int)
  /// `3,60648E+12`: digits are lost.
  case shortenedBySpreadsheet
  /// The price's base quantity is none.
  case notBase
  /// A price that is not 0, divided by its base quantity.
  case dividedToZero
}
