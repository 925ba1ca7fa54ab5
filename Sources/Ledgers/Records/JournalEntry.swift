package struct JournalEntry: Sendable, Hashable {
  package let time: String
  package let interchange: Interchange.Number
  package let ordinal: Int?
  package let note: JournalNote

  package init(time: String, interchange: Interchange.Number, ordinal: Int?, note: JournalNote) {
    self.time = time
    self.interchange = interchange
    self.ordinal = ordinal
    self.note = note
  }
}
