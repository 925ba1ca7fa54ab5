/// Reads a CSV file record by record in flat memory. Not for several threads.
///
///     let reader = try CSVReader(source: ByteSource(path: "orders.csv"))
///     while try reader.next() {
///       reader.record.withCells { bytes, cells in … }
///     }
///
/// UTF-8 with or without byte order mark, UTF-16 with one, and whatever encoding the source was told of. Blank lines are passed over. The header is the first record, if the file has one.
/// A record with a ``CSVRecord/defect`` does not end the reading; text in quotes that never close ends with the file.
package final class CSVReader {
  private let source: ByteSource
  // Behind a pointer, since every use of a class's own storage would be checked for exclusive access.
  private let parser: UnsafeMutablePointer<CSVParser>

  package init(source: ByteSource, dialect: CSVDialect? = nil, limits: CSVLimits = CSVLimits()) {
    self.source = source
    parser = .allocate(capacity: 1)
    parser.initialize(to: CSVParser(dialect: dialect ?? CSVDialect(), limits: limits))
  }

  deinit {
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  /// Goes to the next record; `false` at the end of the file.
  ///
  /// Throws what the operating system says, and ``FormatError/Code/encoding`` for a file that is in another encoding
  /// than it should be from its first bytes on.
  package func next() throws(FormatError) -> Bool { try parser.pointee.next(from: source) }

  /// The record that ``next()`` went to.
  package var record: CSVRecord { parser.pointee.record }

  /// `nil` before the first record, and for a file of a single column.
  package var separator: UInt8? { parser.pointee.separator }

  /// Where the first record's own bytes begin: behind the byte order mark, a `sep=` line and blank lines.
  package var firstOffset: Int { parser.pointee.firstOffset }

  /// Reads the rest of the file for the sake of ``ByteSource/onBytes``.
  package func drain() throws(FormatError) { try source.drain() }
}
