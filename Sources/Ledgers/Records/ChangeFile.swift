/// A partner's `order-changes-<date>-<number>.csv` between its last byte and its final name.
package struct ChangeFile: Sendable, Hashable {
  package let partner: String
  package let date: String
  /// From 1, for each partner and date.
  package let number: Int
  package let file: AnswerFile

  package init(partner: String, date: String, number: Int, file: AnswerFile) {
    self.partner = partner
    self.date = date
    self.number = number
    self.file = file
  }
}
