/// Which line in the books somebody means.
struct LineAddress {
  /// External: of one entry.
  var id: String?
  /// The platform's: of all entries that came of it.
  var number: String?
  var line: String

  func means(_ id: String, _ entry: Entry) -> Bool {
    (self.id == nil || self.id == id) && (number == nil || number == entry.number)
  }

  var description: String {
    [id.map { "id \($0)" }, number.map { "number \($0)" }, "line \(line)"].compactMap { $0 }.joined(separator: ", ")
  }
}
