import Testing

@testable import Formats

@Suite struct CSVRecognitionTests {
  private func recognised(_ text: String, _ encoding: TextEncoding = .utf8, mark: Bool? = nil) throws -> CSVRecognition {
    try CSVRecognition.of(ByteSource(bytes: EncodedText.bytes(text, encoding, mark: mark)))
  }

  @Test func `the encoding is judged by marks, UTF-8, and letters where letters belong`() throws {
    let german = "Nummer;Name\n1;Müller Größe\n2;Jäger Übung Äpfel\n3;Straße, 20 °C\n"
    for (text, encoding, found) in [
      (german, .utf8, .utf8), ("a;b\n1;2\n", .utf8, .utf8), (german, .windows1252, .windows1252), (german, .iso8859_1, .windows1252),
      (german, .cp850, .cp850), ("Nº;Prix\n1;déjà vu été\n2;Noël, garçon\n", .windows1252, .windows1252),
      ("Nr;Prix\n1;déjà vu été\n2;Noël, garçon\n", .cp850, .cp850), ("Preis;Name\n5 €;Größe\n", .windows1252, .windows1252),
      ("Preis;Name\n5 €;Größe\n", .iso8859_15, .iso8859_15), ("Nr;Miasto\n1;Łódź\n2;Kraków i Święta\n", .windows1250, .windows1250),
      ("Номер;Имя\n1;Привет Москва\n2;Заказ принят\n", .windows1251, .windows1251), (german, .utf16, .utf16le),
      (german, .utf16be, .utf16be),
      (german, .utf16le, .utf16le), ("", .utf8, .utf8),
    ] as [(String, TextEncoding, TextEncoding)] {
      #expect(try recognised(text, encoding).encoding.candidates.first == found, "\(encoding): \(text)")
    }
    #expect(try recognised("a;ä\n", .utf8, mark: true).encoding == EncodingRecognition(candidates: [.utf8], hasMark: true))
    #expect(try recognised("a;Ä\n", .utf16be, mark: true).encoding == EncodingRecognition(candidates: [.utf16be], hasMark: true))
    let candidates = try recognised("Nr;Name\n1;Müller\n", .iso8859_1).encoding.candidates
    #expect(candidates.prefix(3) == [.windows1252, .iso8859_15, .iso8859_1])
    #expect(try !recognised("Nr;Name\n1;Müller\n", .cp850).encoding.candidates.contains(.windows1252), "0x81 is undefined there")
    let error = #expect(throws: FormatError.self) { try CSVRecognition.of(ByteSource(bytes: [0xFF, 0xFE, 0, 0], name: "x.csv")) }
    #expect(error?.description == "x.csv:1: the file is in UTF-32 (byte order mark); expected UTF-8")
  }

  @Test func `the separator is what stands in most records, and no decimal comma`() throws {
    for (text, separator) in [
      ("a;b\n1,5;2,5\n", ";"), ("1,5;2,5\n3,5;4,5\n", ";"), ("1,2,3\n4,5,6\n", ","), ("a,b\nx;y,1\n", ","), ("a\tb c\n1,5\t2\n", "\t"),
      ("a|b\n\"x;y;z\"|2\n", "|"), ("H;A-1;Smith, John, Esq, Jr\nL;1;2\n", ";"), ("sep=,\na;b;c,d\n", ","),
      ("Part;Count;Text\n5\" pipe;1;\"x, y\"\nq\"q;2;\"x \"\"y\"\", z\"\n", ";"),
    ] {
      #expect(try recognised(text).separator == separator.utf8.first, "\(text)")
    }
    #expect(try recognised("name\nx\n").separator == nil)
    #expect(try recognised("").separator == nil)
  }

  @Test func `quotes are quotes if they stand around cells`() throws {
    let quoted = try recognised("a;b\n1;\"x;\"\"y\"\"\"\n")
    #expect(quoted.quote == UInt8(ascii: "\""))
    #expect(quoted.usesQuotes)
    #expect(quoted.records == [["a", "b"], ["1", "x;\"y\""]])
    let inches = try recognised("nr;name\n1;pipe 5\" long\n2;pipe 7\" long\n3;\"round\"\n")
    #expect(inches.quote == nil)
    #expect(!inches.usesQuotes)
    #expect(inches.records.last == ["3", "\"round\""])
    let plain = try recognised("a;b\n1;2\n")
    #expect(plain.quote == UInt8(ascii: "\""))
    #expect(!plain.usesQuotes)
  }

  @Test func `line ends are those of the records, not of the text in quotes`() throws {
    for (text, end, isMixed, isFinal) in [
      ("a\n1\n", .lf, false, true), ("a\r\n1\r\n", .crlf, false, true), ("a\r\n1\n2\r\n", .crlf, true, true),
      ("a;b\r1;2\r", .cr, false, true),
      ("a;\"b\nc\"\r\n1;2", .crlf, false, false), ("a", .lf, false, false),
    ] as [(String, CSVLineEnd, Bool, Bool)] {
      let found = try recognised(text)
      #expect(found.lineEnd == end, "\(text.debugDescription)")
      #expect(found.hasMixedLineEnds == isMixed, "\(text.debugDescription)")
      #expect(found.hasFinalLineEnd == isFinal, "\(text.debugDescription)")
    }
  }

  @Test func `a header is words above numbers and dates`() throws {
    for (text, isHeader) in [
      ("order_number;line;date\nA-1;1;2026-11-21\n", true), ("A-1;1;2026-11-21\nA-2;1;2026-11-21\n", false),
      ("Kunde;Menge;\nMeier;5;\n", true),
      ("line;part;quantity\n", true), ("Bob;Paris\nJim;London\n", false), ("a;a;b\n1;2;3\n", false), ("Nummer;;Menge\n1;2;3\n", false),
      ("4711;brake\n4712;disc\n", false), ("", false),
    ] {
      #expect(try recognised(text).hasHeader == isHeader, "\(text)")
    }
    #expect(try recognised("a;b;c\n1;2\n3;4\n").columnCount == 3)
    #expect(try recognised("1;2\n1;2;3\n4;5\n").columnCount == 2)
  }

  @Test func `record types are few words with columns of their own`() throws {
    let typed = try recognised("H;A-1;2026-11-21;EUR\nL;1;4711;5;1,50\nL;2;4712;6;1,60\nH;A-2;2026-11-21;EUR\nL;1;4711;1;1,50\nT;2;3\n")
    #expect(
      typed.recordTypes == [
        .init(name: "H", columnCount: 4, count: 2), .init(name: "L", columnCount: 5, count: 3), .init(name: "T", columnCount: 3, count: 1),
      ])
    #expect(!typed.hasHeader)
    #expect(typed.columnCount == 5)
    let words = try recognised("CUSTOMER|4711|Smith\nMASTER|A-1|x|y\nDETAIL|1|P\nDETAIL|2|Q\n")
    #expect(words.recordTypes.map(\.name) == ["CUSTOMER", "MASTER", "DETAIL"])
    #expect(try recognised("01;A-1\n02;1;P;5\n02;2;Q;6\n").recordTypes.map(\.name) == ["01", "02"])
    for flat in ["number;line\nA;1\nA;2\nB;1\n", "A;1;x\nB;2;y\n", "O1;1;x\nO1;2;y\nO2;3\n", "1001;1;x\n1002;2\n"] {
      #expect(try recognised(flat).recordTypes == [], "\(flat)")
    }
  }

  @Test func `a file longer than the sample is judged by its beginning alone`() throws {
    let files = try Files()
    let path = try files.file("long.csv", [("Nummer;Größe\r\n", 1), ("4711;ÄÖÜ äöü\r\n", 100_000)])
    let found = try CSVRecognition.of(ByteSource(path: path))
    #expect(found.encoding.candidates == [.utf8])
    #expect(found.hasHeader)
    #expect(found.records.count == 1_000)
    #expect(found.hasFinalLineEnd)
    // The sample ends within a character: 1 + 2 × 524,288 bytes.
    let cut = try files.file("cut.csv", [("a", 1), ("ä", 600_000)])
    #expect(try CSVRecognition.of(ByteSource(path: cut)).encoding.candidates == [.utf8])
  }

  @Test func `generated files are recognised`() throws {
    let seed = GeneratedCSV.seed()
    print("recognised CSV files: FERRY_SEED=\(seed)")
    var numbers = SeededNumbers(seed: seed)
    for number in 0..<200 {
      let separator = [";", ",", "\t", "|"].randomElement(using: &numbers) ?? ";"
      let end = [CSVLineEnd.lf, .crlf, .cr].randomElement(using: &numbers) ?? .lf
      let encoding = [TextEncoding.utf8, .utf16, .utf16be, .windows1252, .cp850].randomElement(using: &numbers) ?? .utf8
      var writer = CSVWriter(separator: separator.utf8.first ?? 0, lineEnd: end)
      writer.record(["Nummer", "Bezeichnung", "Menge", "Preis"])
      for line in 1...Int.random(in: 2...20, using: &numbers) {
        let name = ["Müller & Söhne", "Größe 5, grün", "Äpfel; süß", "Übergröße \"XL\""].randomElement(using: &numbers) ?? ""
        writer.record(["A-\(line)", name, "\(Int.random(in: 1...99, using: &numbers))", "\(line)\(separator == "," ? "." : ",")50"])
      }
      let found = try recognised(String(decoding: writer.take(), as: UTF8.self), encoding)
      #expect(found.encoding.candidates[0] == (encoding == .utf16 ? .utf16le : encoding), "file \(number) of seed \(seed)")
      #expect(found.separator == separator.utf8.first, "file \(number) of seed \(seed)")
      #expect(found.lineEnd == end, "file \(number) of seed \(seed)")
      #expect(found.hasHeader && found.columnCount == 4, "file \(number) of seed \(seed)")
    }
  }
}
