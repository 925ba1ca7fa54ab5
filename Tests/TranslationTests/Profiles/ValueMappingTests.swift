import Documents
import Testing
import Translation

/// What a rule makes of one text.
private func map(
  _ text: String, _ column: String, _ style: ValueStyle = ValueStyle(), steps: [FieldRule.Step] = [], ifEmpty: String? = nil,
  base: String = "", kind: Kind = .orders
) throws -> String {
  let rule = FieldRule(column, .cells([.named("Feld")], joint: " "), steps: steps, ifEmpty: ifEmpty, line: 7)
  let profile = Profile(name: "acme", kind: kind, source: .csv(CSVShape()), fields: [rule], style: style)
  let mapping = try #require(ValueMapping(rule, of: profile))
  var buffer: [UInt8] = Array("before".utf8)
  let outcome = Array(text.utf8).withUnsafeBufferPointer { text in
    Array(base.utf8).withUnsafeBufferPointer { mapping.append(text, base: $0, to: &buffer) }
  }
  switch outcome {
  case .same:
    #expect(buffer == Array("before".utf8))
    return "=" + text
  case .changed: return String(decoding: buffer.dropFirst(6), as: UTF8.self)
  case .wrong(let mistake): return mapping.finding(mistake, of: text, base: base, file: "f.csv", line: 4, column: 9).description
  }
}

private let comma = ValueStyle(decimalMark: ",", thousandsMark: ".")

@Suite struct ValueMappingTests {
  @Test(arguments: [
    ("1.234,56", "1234.56"), ("1234,56", "1234.56"), ("1.234", "1234"), ("-1,5", "-1.5"), (",50", "0.50"), (" 12,00 ", "12.00"),
    ("1.234.567,8", "1234567.8"), ("0,2", "0.2"),
  ])
  func `a decimal comma and dots between thousands`(_ written: String, _ canonical: String) throws {
    #expect(try map(written, "net_price", comma) == canonical)
  }

  @Test(arguments: ["1.23,4", "12.34.567", "1234.567", ".123", "1,", "1,2,3", "1,5x", "10,500-", "--1", "-", "1 234", "1.234,5.6", ","])
  func `what the marks do not allow is no number`(_ written: String) throws {
    #expect(
      try map(written, "net_price", comma)
        == "f.csv:4:9: net_price (column \"Feld\") \"\(written)\" is not a number; expected digits with \",\" as decimal mark and \".\" as thousands mark (profile acme)"
    )
  }

  @Test func `the profile alone decides what 1 dot 234 is`() throws {
    #expect(try map("1.234", "net_price") == "=1.234")
    #expect(try map("1.234", "net_price", comma) == "1234")
    #expect(try map("1.234", "net_price", ValueStyle(decimalMark: ",")).contains("is not a number"))
    #expect(try map("1.234", "quantity", comma) == "1234")
    #expect(try map("1.234", "quantity").contains("is not a quantity"))
  }

  @Test func `a minus behind the number, blanks as thousands marks, also those that do not break`() throws {
    #expect(try map("   10.500-", "net_price", ValueStyle(allowsTrailingMinus: true)) == "-10.500")
    #expect(try map("1 234,5", "net_price", ValueStyle(decimalMark: ",", thousandsMark: " ")) == "1234.5")
    #expect(try map("1\u{A0}234,5", "net_price", ValueStyle(decimalMark: ",", thousandsMark: " ")) == "1234.5")
    #expect(try map("1\u{202F}234\u{202F}567,5", "net_price", ValueStyle(decimalMark: ",", thousandsMark: " ")) == "1234567.5")
    #expect(try map("1\u{2019}234.5", "net_price", ValueStyle(thousandsMark: "'")) == "1234.5")
  }

  @Test(arguments: [("12", "=12"), ("1,000", "1"), ("1,0", "1"), ("000000000000012,000", "12"), ("1.200", "1200")])
  func `a quantity with zeros only behind the mark is whole`(_ written: String, _ canonical: String) throws {
    #expect(try map(written, "quantity", comma) == canonical)
  }

  @Test(arguments: ["1,5", "0", "0,0", "-3", "1234567890", "x"])
  func `anything else is no quantity`(_ written: String) throws {
    #expect(
      try map(written, "quantity", ValueStyle(decimalMark: ","))
        == "f.csv:4:9: quantity (column \"Feld\") \"\(written)\" is not a quantity; expected a whole number above 0 with \",\" as decimal mark (profile acme)"
    )
  }

  @Test(arguments: [
    ("21.11.2026", "2026-11-21"), ("21112026", "2026-11-21"), ("11/21/26", "2026-11-21"), ("29.02.2028", "2028-02-29"),
    ("1.2.2026", "2026-02-01"),
  ])
  func `dates by the first pattern that fits`(_ written: String, _ canonical: String) throws {
    let style = ValueStyle(dates: ["DD.MM.YYYY", "DDMMYYYY", "MM/DD/YY", "D.M.YYYY"])
    #expect(try map(written, "return_date", style, kind: .returns) == canonical)
  }

  @Test(arguments: ["31.11.2026", "29.02.2027", "21.11.26", "2026-11-21", "21.11.20261", "21,11,2026", "00.01.2026"])
  func `days that the calendar lacks, and other patterns, are no dates`(_ written: String) throws {
    #expect(
      try map(written, "return_date", ValueStyle(dates: ["DD.MM.YYYY", "YYYYMMDD"]), kind: .returns)
        == "f.csv:4:9: return_date (column \"Feld\") \"\(written)\" is not a date; expected a calendar date as DD.MM.YYYY or YYYYMMDD (profile acme)"
    )
  }

  @Test func `booleans by the partner's words, in any case`() throws {
    let style = ValueStyle(truths: ["EXP", "J"], falsehoods: ["STD", "N"])
    #expect(try map("exp", "urgent", style) == "true")
    #expect(try map("N", "urgent", style) == "false")
    #expect(try map("1", "urgent", style) == "=1")
    #expect(try map("TRUE", "urgent", style) == "true")
    #expect(
      try map("ja", "urgent", style)
        == "f.csv:4:9: urgent (column \"Feld\") \"ja\" is neither true nor false; expected true, false, 1, 0, EXP, J, STD or N (profile acme)"
    )
  }

  @Test(arguments: ["3,60648E+12", "3.60648E+12", "4E+12", "3,6e+12", "1,2E-05"])
  func `digits that a spreadsheet has lost are a finding in an identifier and in a number`(_ written: String) throws {
    for column in ["part_number", "quantity", "net_price"] {
      #expect(
        try map(written, column, comma)
          == "f.csv:4:9: \(column) (column \"Feld\") \"\(written)\" was shortened by a spreadsheet, and its digits are lost; expected all its digits (profile acme): make its column a column of text and export it again"
      )
    }
  }

  @Test(arguments: ["E+12", "12E5", "12E-3", "ABC1E+12", "1,E+12", "1,2E", "1E10", "1.2.3E+12"])
  func `other identifiers with an E stay as they are`(_ written: String) throws {
    #expect(try map(written, "part_number") == "=" + written)
  }

  @Test func `only where a profile pads are digits filled up`() throws {
    #expect(try map("13", "tecdoc_manufacturer_id", steps: [.pad(length: 4, with: "0")]) == "0013")
    #expect(try map("00013", "tecdoc_manufacturer_id", steps: [.pad(length: 4, with: "0")]) == "00013")
    #expect(try map("A3", "tecdoc_manufacturer_id", steps: [.pad(length: 4, with: "0")]) == "A3")
    #expect(try map("13", "tecdoc_manufacturer_id") == "=13")
  }

  @Test func `steps follow each other`() throws {
    #expect(try map("EUR 1.234,50 €", "net_price", comma, steps: [.strip("EUR€ ")]) == "1234.50")
    #expect(try map("Anna  Maria Huber", "operator_first_name", steps: [.part(.first, separator: " ")]) == "Anna")
    #expect(try map("Anna  Maria Huber", "operator_last_name", steps: [.part(.rest, separator: " ")]) == "Maria Huber")
    #expect(try map("Anna Maria Huber", "operator_first_name", steps: [.part(.lead, separator: " ")]) == "Anna Maria")
    #expect(try map("Anna Maria Huber", "operator_last_name", steps: [.part(.last, separator: " ")]) == "Huber")
    #expect(try map("A/B/C", "part_number", steps: [.part(.number(2), separator: "/")]) == "B")
    #expect(try map("A/B", "part_number", steps: [.part(.number(3), separator: "/")]) == "")
    #expect(try map("A-7", "part_number", steps: [.part(.last, separator: "-"), .pad(length: 3, with: "0")]) == "007")
  }

  @Test func `tables translate whole values`() throws {
    let table = ValueTable(["EXP": "true", "STD": "false", "ä": "true"])
    #expect(try map(" EXP ", "urgent", steps: [.table(table)]) == "true")
    #expect(try map("ä", "urgent", steps: [.table(table)]) == "true")
    #expect(
      try map("X", "urgent", steps: [.table(table)])
        == "f.csv:4:9: urgent (column \"Feld\") \"X\" is not known; expected one of EXP, STD, ä (profile acme)")
    #expect(try map("X", "part_number", steps: [.table(ValueTable(["A": "B"], otherwise: .keep))]) == "X")
    #expect(try map("X", "part_number", steps: [.table(ValueTable(["A": "B"], otherwise: .value("Z")))]) == "Z")
    let large = ValueTable(Dictionary(uniqueKeysWithValues: (0..<1_000).map { ("K\($0)", "V\($0)") }))
    for number in 0..<1_000 { #expect(try map("K\(number)", "part_number", steps: [.table(large)]) == "V\(number)") }
  }

  @Test(arguments: [
    ("1.250,00", "100", "12.50"), ("10", "4", "2.5"), ("10", "3", "3.333333"), ("20", "3", "6.666667"), ("-10", "3", "-3.333333"),
    ("1", "", "1"), ("1,50", "1,000", "1.50"), ("5", "0,5", "10"), ("0,01", "1.000", "0.00001"), ("1", "1.024", "0.0009765625"),
    ("99,9999999", "0,3", "333.333333"), ("999999,9999999", "1,0000001", "999999.900000"), ("0,9999999", "3", "0.3333333"),
    ("0,9999998", "3", "0.333333"),
    ("2,9999999", "3", "1.000000"), ("0", "7", "0"),
  ])
  func `prices per base quantity are divided exactly`(_ price: String, _ base: String, _ canonical: String) throws {
    let steps = [FieldRule.Step.per(.cells([.named("PE")], joint: ""))]
    #expect(try map(price, "net_price", comma, steps: steps, base: base) == canonical)
  }

  @Test(arguments: ["0", "-1", "x", "0,0"])
  func `a base that is no quantity is a finding`(_ base: String) throws {
    #expect(
      try map("1,50", "net_price", comma, steps: [.per(.cells([.named("PE")], joint: ""))], base: base)
        == "f.csv:4:9: net_price (column \"Feld\") \"1,50\" is a price per \"\(base)\", which is not a quantity; expected a number above 0 with \",\" as decimal mark and \".\" as thousands mark (profile acme)"
    )
  }

  @Test func `what is empty stays so, or becomes what the rule says`() throws {
    #expect(try map("  ", "quantity") == "=  ")
    #expect(try map("", "currency", ifEmpty: "EUR") == "EUR")
    #expect(try map("USD", "currency", ifEmpty: "EUR") == "=USD")
    #expect(try map("-", "currency", steps: [.strip("-")], ifEmpty: "EUR") == "EUR")
  }

  @Test func `text without steps is recognisable as left alone`() throws {
    let rules = [
      FieldRule("order_number", .cells([.at(1, record: "H")], joint: "")),
      FieldRule("net_price", .cells([.at(3, record: nil)], joint: "")),
      FieldRule("comment", .constant("x")),
    ]
    let profile = Profile(name: "acme", kind: .orders, source: .csv(CSVShape()), fields: rules)
    #expect(ValueMapping(rules[0], of: profile)?.isIdentity == true)
    #expect(ValueMapping(rules[0], of: profile)?.label == "order_number (field 1 of H)")
    #expect(ValueMapping(rules[1], of: profile)?.isIdentity == false)
    #expect(ValueMapping(rules[1], of: profile)?.label == "net_price (column 3)")
    #expect(ValueMapping(rules[2], of: profile) == nil)
  }

  @Test func `any bytes give a value or a mistake, and the value is what the field may contain`() throws {
    var random = SystemRandomNumberGenerator()
    let seed = random.next()
    var state = seed
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    let alphabet = Array("0123456789.,-'E+ \u{A0}/x".utf8)
    let styles = [comma, ValueStyle(), ValueStyle(decimalMark: ",", thousandsMark: " ", allowsTrailingMinus: true, dates: ["DDMMYY"])]
    for _ in 0..<20_000 {
      let text = (0..<next() % 12).map { _ in alphabet[next() % alphabet.count] }
      let base = (0..<next() % 4).map { _ in alphabet[next() % 12] }
      let style = styles[next() % 3]
      let column = ["net_price", "quantity", "urgent"][next() % 3]
      let rule = FieldRule(
        column, .constant(""), steps: next() % 2 == 0 ? [.per(.constant(""))] : [.strip("x"), .part(.first, separator: "/")])
      let mapping = try #require(
        ValueMapping(rule, of: Profile(name: "p", kind: .orders, source: .csv(CSVShape()), fields: [], style: style)))
      var buffer: [UInt8] = []
      let outcome = text.withUnsafeBufferPointer { text in base.withUnsafeBufferPointer { mapping.append(text, base: $0, to: &buffer) } }
      let value = String(decoding: buffer, as: UTF8.self)
      guard outcome != .same, !value.isEmpty else { continue }
      let isGood: Bool =
        switch column {
        case "net_price": value.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil
        case "quantity": value.wholeMatch(of: /[0-9]*[1-9][0-9]*/) != nil
        default: ["true", "false", "1", "0"].contains(value)
        }
      #expect(isGood, "seed \(seed): \(String(decoding: text, as: UTF8.self)) became \(value)")
    }
  }
}
