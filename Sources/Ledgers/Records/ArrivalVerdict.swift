/// What a file's number said when the file came. Decided once for a file, however often it is read.
package struct ArrivalVerdict: Sendable, Hashable, Codable {
  package enum Place: String, Sendable, Hashable, Codable {
    /// It has no number that could be looked at.
    case unnumbered
    /// The first one ever seen of its partner and profile, or the one behind the last.
    case inSequence = "in_sequence"
    /// Some before it have not come: ``missing``.
    case ahead
    /// It was missing.
    case late
    /// Before the first one ever seen, or it was waived.
    case unexpected
    /// Came before with the same content, as ``other``.
    case again
    /// Came before as ``other``, which was refused whole.
    case corrected
    /// Came before with other content, as ``other``.
    case taken
  }

  package let place: Place
  package let number: Int?
  /// Numbers that are missing now and were not before.
  package var missing: [ClosedRange<Int>] = []
  /// The name of the file that had the number first, and when it came.
  package var other: String?
  package var otherCame: String?

  package init(_ place: Place, _ number: Int?, missing: [ClosedRange<Int>] = []) {
    self.place = place
    self.number = number
    self.missing = missing
  }

  var note: JournalNote {
    let number = number.map(String.init) ?? "no number"
    let detail =
      switch place {
      case .unnumbered, .inSequence: number
      case .ahead: "\(number); missing before it: \(missing.map(\.numbersText).joined(separator: ", "))"
      case .late: "\(number), which was missing"
      case .unexpected: "\(number), which nobody missed"
      case .again: "\(number) again, as \(other ?? "?") with the same content"
      case .corrected: "\(number) again; \(other ?? "?") was refused"
      case .taken: "\(number) is taken by \(other ?? "?") with other content"
      }
    return JournalNote("numbered", detail)
  }
}

extension ClosedRange<Int> {
  /// `17`, `17 to 19`.
  package var numbersText: String { count == 1 ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)" }
}
