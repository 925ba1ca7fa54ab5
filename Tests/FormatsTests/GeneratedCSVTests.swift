import Testing

@testable import Formats

/// Thousands of files of random encodings, separators, quotes and line ends. `FERRY_SEED` repeats a run.
@Suite struct GeneratedCSVTests {
  @Test func `two thousand files of any dialect are read back equal`() throws {
    let seed = GeneratedCSV.seed()
    print("generated CSV files: FERRY_SEED=\(seed)")
    var numbers = SeededNumbers(seed: seed)
    for number in 0..<2_000 {
      let file = try GeneratedCSV(&numbers)
      let isKnown = Bool.random(using: &numbers)
      let dialect = CSVDialect(separator: isKnown ? file.separator : nil, quote: file.quote)
      let isDeclared = !file.mark || Bool.random(using: &numbers)
      let source = ByteSource(bytes: file.bytes, encoding: isDeclared ? file.encoding : nil)
      var seen: [UInt8] = []
      source.onBytes = { seen += $0 }
      let reader = CSVReader(source: source, dialect: dialect, limits: CSVLimits(chunk: Int.random(in: 1...90, using: &numbers)))
      var found: [[[UInt8]]] = []
      while try reader.next() {
        #expect(reader.record.defect == nil, "file \(number) of seed \(seed)")
        found.append(reader.record.withCells { bytes, cells in cells.map { Array($0.bytes(in: bytes)) } })
      }
      #expect(found == file.records, "file \(number) of seed \(seed): \(file.encoding)")
      #expect(seen == file.bytes, "file \(number) of seed \(seed)")
    }
  }

  @Test func `what is broken in them gives defects that name the very byte, and its records can be copied`() throws {
    let seed = GeneratedCSV.seed()
    print("broken CSV files: FERRY_SEED=\(seed)")
    var numbers = SeededNumbers(seed: seed)
    let files = try Files()
    let path = try files.file("broken.csv", [UInt8]())
    var named = 0
    for number in 0..<1_000 {
      let file = try GeneratedCSV(&numbers)
      var bytes = file.bytes
      for _ in 0..<Int.random(in: 1...6, using: &numbers) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0...2, using: &numbers) {
        case 0: bytes[at] = [0, 0x0A, 0x0D, 0x22, 0x81, 0x90, 0x98, 0xD8, 0xDC, 0xFF].randomElement(using: &numbers) ?? 0
        case 1: bytes.remove(at: at)
        default: bytes.insert([0x3B, 0x22, 0x81, 0x98, 0xD8, 0xFF].randomElement(using: &numbers) ?? 0, at: at)
        }
      }
      // That is a mark of UTF-32 now, and refused as a whole.
      if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { continue }
      if file.encoding == .utf8, looksLikeUTF16(bytes) { continue }
      let dialect = CSVDialect(separator: file.separator, quote: file.quote)
      let limits = CSVLimits(maxCell: 40, maxRecord: 80, maxCells: 6, chunk: Int.random(in: 1...60, using: &numbers))
      let reader = CSVReader(source: ByteSource(bytes: bytes, encoding: file.encoding), dialect: dialect, limits: limits)
      _ = try files.file("broken.csv", bytes)
      var copier = try RangeCopier(path: path, encoding: file.encoding)
      var end = 0
      var copy: [UInt8] = []
      while try reader.next() {
        let record = reader.record
        #expect(record.byteRange.lowerBound >= end && !record.byteRange.isEmpty, "file \(number) of seed \(seed)")
        // Blank lines belong to no record; they are copied as well, so that all is.
        try copier.copyRange(end..<record.byteRange.upperBound) { copy += $0 }
        end = record.byteRange.upperBound
        switch record.defect?.kind {
        case .invalidByte(let byte, let offset, _)?:
          #expect(bytes[offset] == byte, "file \(number) of seed \(seed)")
          named += 1
        case .unpairedSurrogate(let unit, let offset, let encoding)?:
          let pair = encoding == .utf16be ? [bytes[offset], bytes[offset + 1]] : [bytes[offset + 1], bytes[offset]]
          #expect(pair == [UInt8(unit >> 8), UInt8(unit & 0xFF)], "file \(number) of seed \(seed)")
          named += 1
        default: break
        }
      }
      #expect(bytes.starts(with: copy), "file \(number) of seed \(seed)")
      #expect(copy.count == bytes.count || end == 0 || isBlank(bytes[copy.count...], file.separator), "file \(number) of seed \(seed)")
    }
    #expect(named > 100, "seed \(seed)")
  }

  /// What is read as UTF-8 is refused as a whole where every other byte is NUL at its beginning.
  private func looksLikeUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && (bytes[1] == 0 && bytes[3] == 0 || bytes[0] == 0 && bytes[2] == 0)
  }

  /// Line ends, blanks of any width in any encoding, rows of separators alone, and Ctrl-Z.
  private func isBlank(_ rest: ArraySlice<UInt8>, _ separator: UInt8) -> Bool {
    rest.allSatisfy { [0, 0x09, 0x0A, 0x0D, 0x1A, 0x20, 0xA0, 0xC2, separator].contains($0) }
  }
}
