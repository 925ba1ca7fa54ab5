/// What the first MiB of a CSV file says about how it is written: a proposal for a person who writes a profile, not a decision.
/// The same bytes always give the same.
package struct CSVRecognition: Sendable, Equatable {
  /// A record type in the first field, as in `H;…` and `L;…`.
  package struct RecordType: Sendable, Equatable {
    package var name: String
    package var columnCount: Int
    /// How many records of the sample are of it.
    package var count: Int
  }

  package var encoding: EncodingRecognition
  /// `nil` for a single column.
  package var separator: UInt8?
  /// `nil` where quotes stand in the text, as for inches, and not around it. A quote that the sample never uses is the usual one.
  package var quote: UInt8? = UInt8(ascii: "\"")
  package var usesQuotes = false
  /// Of most records.
  package var lineEnd = CSVLineEnd.lf
  package var hasMixedLineEnds = false
  /// Whether the last line ends; true where the sample is not the whole file.
  package var hasFinalLineEnd = true
  package var hasHeader = false
  /// Of the header, or of most records; of the widest type where there are types.
  package var columnCount = 0
  /// Empty for a flat file. In the order in which they first occur.
  package var recordTypes: [RecordType] = []
  /// The first records, the header included, for looking at dates and decimals.
  package var records: [[String]] = []

  package static let sampleSize = 1 << 20
  private static let mostRecords = 1_000

  /// - Throws: what the operating system says, and ``FormatError/Code/encoding`` for UTF-32.
  package static func of(_ source: ByteSource) throws(FormatError) -> CSVRecognition {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: sampleSize + 1, alignment: 16)
    defer { room.deallocate() }
    let count = try source.fill(room, decoding: false)
    let isCut = count > sampleSize
    let sample = Array(room[..<min(count, sampleSize)])
    let encoding = try EncodingRecognition.of(sample, isCut: isCut, name: source.name)
    var recognition = CSVRecognition(encoding: encoding)
    var text = ByteSource(bytes: sample, name: source.name, encoding: encoding.candidates[0])
    recognition.separator = try recognition.recognisedSeparator(text)
    text = ByteSource(bytes: sample, name: source.name, encoding: encoding.candidates[0])
    let shape = try CSVShape(reading: text, as: CSVDialect(separator: recognition.separator), most: mostRecords, isCut: isCut)
    if shape.misplacedQuotes > shape.quotedCells {
      recognition.quote = nil
      text = ByteSource(bytes: sample, name: source.name, encoding: encoding.candidates[0])
      let dialect = CSVDialect(separator: recognition.separator, quote: nil)
      recognition.describe(try CSVShape(reading: text, as: dialect, most: mostRecords, isCut: isCut))
    } else {
      recognition.describe(shape)
    }
    return recognition
  }

  private func recognisedSeparator(_ source: ByteSource) throws(FormatError) -> UInt8? {
    let reader = CSVReader(source: source, dialect: CSVDialect(separator: 0x1F))
    var counts = SeparatorCounts()
    var isFirst = true
    while counts.records < Self.mostRecords, try reader.next() {
      // A `sep=` line.
      if isFirst, reader.separator != 0x1F { return reader.separator }
      isFirst = false
      counts.take(reader.record.bytes)
    }
    return counts.best
  }

  private mutating func describe(_ shape: CSVShape) {
    records = shape.records
    usesQuotes = shape.quotedCells > 0 && quote != nil
    lineEnd = shape.lineEnd
    hasMixedLineEnds = shape.hasMixedLineEnds
    hasFinalLineEnd = shape.hasFinalLineEnd
    recordTypes = Self.types(records)
    hasHeader = recordTypes.isEmpty && HeaderRecognition.isHeader(records)
    let widths = records.map(\.count)
    if !recordTypes.isEmpty {
      columnCount = widths.max() ?? 0
    } else {
      columnCount = hasHeader ? widths[0] : Self.commonest(widths)
    }
  }

  /// Few distinct words in the first field, each with columns of its own, and not all the same.
  private static func types(_ records: [[String]]) -> [RecordType] {
    var names: [String] = []
    var widths: [String: [Int]] = [:]
    for record in records {
      guard let name = record.first, isTypeName(name) else { return [] }
      if widths[name] == nil { names.append(name) }
      guard names.count <= 8 else { return [] }
      widths[name, default: []].append(record.count)
    }
    let types = names.map { RecordType(name: $0, columnCount: commonest(widths[$0] ?? []), count: widths[$0]?.count ?? 0) }
    let isRegular = types.allSatisfy { type in
      (widths[type.name] ?? []).filter { $0 == type.columnCount }.count * 10 >= type.count * 9
    }
    return isRegular && Set(types.map(\.columnCount)).count > 1 ? types : []
  }

  /// A word, or a number of up to three digits.
  private static func isTypeName(_ name: String) -> Bool {
    guard !name.isEmpty, name.count <= 12 else { return false }
    return name.allSatisfy { $0.isLetter || $0 == "_" } || name.count <= 3 && name.allSatisfy(\.isNumber)
  }

  /// The smaller of two equals.
  private static func commonest(_ widths: [Int]) -> Int {
    let counts = Dictionary(widths.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
  }
}
