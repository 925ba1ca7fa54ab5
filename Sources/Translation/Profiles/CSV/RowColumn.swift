import Documents
import Formats

/// One canonical column of a partner's rows, compiled for a file: where its text stands, and what becomes of it.
/// A class for the same reason as ``ValueMapping``.
final class RowColumn {
  /// A cell by record type (-1: of the row itself) and position from 0 (-1: the file has none).
  struct Place {
    var type: Int
    var position: Int
  }

  enum Way {
    /// One cell of the row itself.
    case cell(Int)
    /// Several cells, or cells of other records.
    case joined([Place], joint: [UInt8])
    case constant([UInt8])
    /// The line's number within its document, for files that give it none.
    case counted
  }

  let name: String
  /// nil: `counted`.
  let mapping: ValueMapping?
  let way: Way
  let base: (places: [Place], joint: [UInt8])?
  /// Bit n: it stands in records of type n.
  let homes: UInt64
  let isOfDocument: Bool
  /// Between the texts of several records of its type; nil: they contradict each other.
  let repeatJoint: [UInt8]?

  init(
    name: String, mapping: ValueMapping?, way: Way, base: (places: [Place], joint: [UInt8])?, homes: UInt64, isOfDocument: Bool,
    repeatJoint: String? = nil
  ) {
    self.repeatJoint = repeatJoint.map { Array($0.utf8) }
    self.name = name
    self.mapping = mapping
    self.way = way
    self.base = base
    self.homes = homes
    self.isOfDocument = isOfDocument
  }

  /// Whether another record than the row itself is looked at.
  var needsKeptRecords: Bool {
    var places = base?.places ?? []
    if case .joined(let joined, _) = way { places += joined }
    return places.contains { $0.type >= 0 }
  }
}
