/// Documents of rows that can be copied as they came, so that the refused ones make a file that can be dropped again. Ranges are those of
/// `RangeCopier`.
package protocol RowReading: DocumentReading {
  /// What every copy begins with: the header line with all that stands before it. Empty before the first `next()`.
  var headerRange: Range<Int> { get }
  /// Records in front of the current document that say something of it.
  var sharedRanges: [Range<Int>] { get }
  /// Rows of the current document, as a trailer record counts them.
  var rowCount: RowCount { get }
  /// The file's trailer record for a file of other documents, as UTF-8 with its line end; nil where the file has none. After the last document.
  func trailer(documents: Int, rows: RowCount) -> [UInt8]?
}

/// What a trailer record counts.
package struct RowCount: Sendable, Hashable {
  package var lines = 0
  /// Of all quantities that could be read.
  package var quantity = 0
  package var areQuantitiesKnown = true
  /// Of quantity times net price; nil: nobody asks.
  var amount: DecimalSum?
  var areAmountsKnown = true

  package init() {}

  package static func += (sum: inout RowCount, other: RowCount) {
    sum.lines += other.lines
    sum.quantity += other.quantity
    if let amount = other.amount {
      if sum.amount == nil { sum.amount = amount } else { sum.amount? += amount }
    }
    sum.areAmountsKnown = sum.areAmountsKnown && other.areAmountsKnown
    sum.areQuantitiesKnown = sum.areQuantitiesKnown && other.areQuantitiesKnown
  }
}

extension CSVDocuments: RowReading {
  package var sharedRanges: [Range<Int>] { [] }
  package var rowCount: RowCount { RowCount() }
  package func trailer(documents: Int, rows: RowCount) -> [UInt8]? { nil }
}
