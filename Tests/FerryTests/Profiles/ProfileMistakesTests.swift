import Formats
import SystemPackage
import Testing
import Translation

@testable import ferry

/// Every mistake in a profile, at once, with its place: the messages are asserted as a reader sees them.
@Suite struct ProfileMistakesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let profile: String
    let mistakes: [String]
    var testDescription: String { mistakes.first ?? "" }

    /// The keys of the profile that are wrong, from line 4 on: before them stand kind, format and one field.
    init(_ profile: String, _ mistakes: String...) {
      self.profile = "kind: availability\nformat: csv\nfields: { line: Pos, part_number: Art }\n" + profile
      self.mistakes = mistakes
    }

    init(whole profile: String, _ mistakes: String...) { self.init(profile: profile, mistakes: mistakes) }

    init(profile: String, mistakes: [String]) {
      self.profile = profile
      self.mistakes = mistakes
    }
  }

  private static let roles = CSVShape.RecordType.Role.allCases.map(\.rawValue).joined(separator: ", ")

  static let keys = [
    Case(
      whole:
        "extends: csv-positions\nfields: { net_price: { value: \"-1\" }, currency: { value: Euro } }\ndefaults: { operator: { email: a@b.c, first_name: A, last_name: B } }\n",
      #"2:31: fields.net_price.value is "-1"; expected digits with "." as decimal mark, for example 204.25"#,
      #"2:58: fields.currency.value is "Euro"; expected three capital letters, for example EUR"#),
    Case("units: { PCE: 1 }\n", "4:8: units is for profiles with format: xml, and the files are CSV; remove the key"),
    Case("kinds: orders\n", #"4:1: unknown key "kinds"; did you mean kind?"#),
    Case(
      "files: [a/b.csv, \"\"]\n",
      #"4:9: files has "a/b.csv"; expected names of files without folders, with * for any characters and ? for one"#,
      #"4:18: files has ""; expected names of files without folders, with * for any characters and ? for one"#),
    Case(
      "files: [\"PO???.csv\", \"PO???.refused.csv\"]\n",
      #"4:22: files has "PO???.refused.csv", and copies that Ferry gives back are read as "PO???.csv" is; remove it"#),
    Case("files: { a: b }\n", "4:8: files is a mapping; expected a value or a list of values"),
    Case("files:\n", "4:7: files has no value; give it one or remove the key"),
    Case("files: [[a]]\n", "4:9: files holds something else than values; expected a list of single values"),
    Case("encoding: latin-0\n", "4:11: encoding is \"latin-0\"; expected one of \(TextEncoding.names)"),
    Case(
      "csv: { separator: ab, quote: \"\" }\n",
      #"4:19: csv.separator is "ab"; expected one ASCII character that is no letter or digit, or the word tab"#),
    Case("csv: { separator: \";\", quote: \";\" }\n", "4:31: csv.quote and csv.separator are the same character; expected two"),
    Case("csv: { quotes: \"'\" }\n", #"4:8: unknown key "quotes"; did you mean quote?"#),
    Case("csv: { unknown_columns: take }\n", #"4:25: csv.unknown_columns is "take"; expected one of refuse, ignore"#),
    Case("csv: { records: { H: head } }\n", "4:22: csv.records.H is \"head\"; expected one of \(roles)"),
    Case("xml: { document: /a }\n", "4:6: xml is for profiles with format: xml, and its files are CSV; remove the key"),
    Case("numbers: { decimal: \"'\" }\n", #"4:21: numbers.decimal is "'"; expected "." or ",""#),
    Case(
      "numbers: { thousands: \".\" }\n", #"4:23: numbers.thousands and numbers.decimal are both "."; set both, as two marks"#),
    Case("numbers: { trailing_minus: maybe }\n", #"4:28: numbers.trailing_minus is "maybe"; expected true or false"#),
    Case(
      "dates: [DD.MM.YYYY, YYYYMM, DDMMYYYYD]\n",
      #"4:21: dates has "YYYYMM"; expected a pattern of DD, MM and YYYY or YY, each once, for example DD.MM.YYYY or YYYYMMDD"#,
      #"4:29: dates has "DDMMYYYYD"; expected a pattern of DD, MM and YYYY or YY, each once, for example DD.MM.YYYY or YYYYMMDD"#),
    Case("booleans: { true: [J, X], false: [x] }\n", #"4:19: booleans has "X" as true and as false; keep one of them"#),
    Case(
      "completeness: { trailer: { lines: 2 } }\n",
      "4:26: completeness.trailer counts by a trailer record, and there is none; expected one in csv.records, for example { T: trailer }"),
    Case(
      "completeness: { sequence: { name: orders-17.csv, to: 0, gap: stop } }\n",
      #"4:35: completeness.sequence.name is "orders-17.csv"; expected the names of the files with {number} once, for example orders-{number}.csv"#,
      #"4:54: completeness.sequence.to is "0"; expected a whole number from 1 to 999999999999999"#,
      #"4:62: completeness.sequence.gap is "stop"; expected one of report, wait"#),
    Case(
      "completeness: { sequence: { gaps: 5 } }\n", #"4:29: unknown key "gaps"; did you mean gap?"#,
      "4:27: completeness.sequence.name is missing; expected the names of the files with {number} where their number stands, for example orders-{number}.csv"
    ),
    Case(
      "completeness: { sequence: { name: \"o-{number}.csv\", from: 5, to: 5 } }\n",
      "4:66: completeness.sequence.to is 5, and the numbers begin with 5; expected a larger one"),
    Case(
      "completeness: { daily_by: 2 pm, weekdays: [mon, Sunday] }\n",
      #"4:27: completeness.daily_by is "2 pm"; expected a time of the day, for example "02:00""#,
      #"4:49: completeness.weekdays has "Sunday"; expected some of mon, tue, wed, thu, fri, sat, sun"#,
      #"4:43: completeness.weekdays says on which days a file is expected, and nothing says by when; add daily_by, for example "02:00""#),
    Case(
      "limits: { quantity: 0, document_value: 1e5, equal_rows: keep }\n",
      #"4:21: limits.quantity is "0"; expected a whole number from 1 to 1000000000"#,
      #"4:40: limits.document_value is "1e5"; expected an amount with "." as decimal mark, for example 100000"#,
      #"4:57: limits.equal_rows is "keep"; expected one of refuse, allow"#),
    Case("policy: all\n", #"4:9: policy is "all"; expected one of partial, all-or-nothing"#),
    Case("target: erb\n", #"4:9: target: there is no target "erb"; did you mean erp?"#),
    Case("defaults: { curency: EUR }\n", #"4:13: unknown key "curency"; did you mean currency?"#),
    Case("plan_step: { orders: always }\n", #"4:22: plan_step.orders is "always"; expected one of never, incomplete"#),
    Case("rest_periods: 2s\n", #"4:1: unknown key "rest_periods"; did you mean rest_period?"#),
  ]

  static let answers = [
    Case(
      "answer: { format: edi }\n",
      #"4:19: answer.format is "edi"; expected one of csv, xml, ubl-order-response, opentrans-orderresponse, idoc-ordrsp"#),
    Case(
      "answer: { format: idoc-ordrsp, header: true }\n",
      "4:19: answer.format is idoc-ordrsp, which answers orders, and the profile is of availability; expected csv or xml",
      "4:40: answer.header: idoc-ordrsp has a layout of its own; remove the key"),
    Case(
      "answer: { columns: { name: a } }\n",
      "4:20: answer.columns is no list; expected a list of mappings, each after a dash or in braces"),
    Case(
      "answer: { columns: [ { name: A, from: warehouses_hide_stok }, { from: line }, { name: B } ] }\n",
      #"4:39: answer.columns[1].from: the answer to availability has no column "warehouses_hide_stok"; did you mean warehouses_hide_stock?"#,
      "4:63: answer.columns[2].name is missing; expected the column's name in the answer",
      "4:79: answer.columns[3].from is missing; expected a column of the answer as ferry describe lists them; or value: a constant"),
    Case(
      "answer: { format: xml, columns: [ { name: \"Our No\", from: document, value: x } ] }\n",
      #"4:43: answer.columns[1].name is "Our No"; expected the name of an XML element: letters, digits, - and _, a letter first"#,
      "4:76: answer.columns[1].value stands beside from; expected one of them"),
    Case(
      "answer: { date: DD, line_end: cr, file: answer.csv, marker: a/b }\n",
      #"4:17: answer.date is "DD"; expected a pattern of DD, MM and YYYY or YY, each once, for example DD.MM.YYYY or YYYYMMDD"#,
      #"4:31: answer.line_end is "cr"; expected one of lf, crlf"#,
      #"4:41: answer.file is "answer.csv"; expected a file name with {stem} in it, for example {stem}_ANSWER.csv"#,
      #"4:61: answer.marker is "a/b"; expected a suffix, for example .ok"#),
  ]

  /// A profile of CSV whose one wrong field stands in line 6.
  private static func field(_ field: String, _ mistakes: String..., csv: String = "header: true") -> Case {
    let line = csv == "header: true" ? "Pos" : "1"
    return Case(
      profile: "kind: availability\nformat: csv\ncsv: { \(csv) }\nfields:\n  line: \(line)\n  \(field)\n", mistakes: mistakes)
  }

  static let fields = [
    field("part_numbr: Art", #"6:3: unknown key "part_numbr"; did you mean part_number?"#),
    field("part_number: [A, B]", #"6:16: fields.part_number is a list; expected one source, or { from: [A, B], join: " " }"#),
    field(
      "part_number: 2", "6:16: fields.part_number is the position 2, and the files have a header; name the column, or set csv.header: false"
    ),
    field(
      "part_number: Art", #"6:16: fields.part_number is "Art", and the files have no header; expected a position, counted from 1"#,
      csv: "header: false"),
    field("part_number: 0", "6:16: fields.part_number is 0; expected a position from 1 to 1000", csv: "header: false"),
    field(
      "part_number: /a/b", #"6:16: fields.part_number is "/a/b", an XPath, and the files are CSV; expected a column's name or position"#),
    field(
      "part_number: { from: 2, record: K }",
      #"6:35: fields.part_number.record is "K", and there are no such records; expected one of H, L"#,
      csv: "header: false, records: { H: document, L: line }"),
    field(
      "part_number: { from: 2, record: K }",
      #"6:35: fields.part_number.record is "K", and there are no such records; expected csv.records, which names them"#,
      csv: "header: false"),
    field(
      "part_number: { strip: x }", "6:16: fields.part_number.from is missing; expected where the field comes from; or value: a constant"),
    field("part_number: { from: A, value: b }", "6:34: fields.part_number.value stands beside from; expected one of them"),
    field(
      "part_number: { from: A, split: \" \" }",
      "6:16: fields.part_number.take is missing; expected first, last, rest (all but the first), lead (all but the last), or a number from 1"
    ),
    field(
      "part_number: { from: A, take: 2 }",
      #"6:16: fields.part_number.split is missing; expected the text between the parts, for example " ""#),
    field(
      "part_number: { from: A, split: \",\", take: third }",
      #"6:45: fields.part_number.take is "third"; expected first, last, rest (all but the first), lead (all but the last), or a number from 1"#
    ),
    field(
      "part_number: { from: A, pad: { with: \"00\" } }",
      "6:32: fields.part_number.pad.to is missing; expected a length from 1 to 100",
      #"6:40: fields.part_number.pad.with is "00"; expected one character, for example "0""#),
    field(
      "part_number: { from: A, otherwise: keep }",
      "6:38: fields.part_number.otherwise stands without a table; add the table or remove the key"),
    field(
      "part_number: { from: A, table: [a] }",
      "6:34: fields.part_number.table is a list or empty; expected { value: replacement, … }, or the name of a CSV beside the profile"),
    field(
      "part_number: { from: A, table: none.csv }",
      "6:34: fields.part_number.table: FOLDER/profiles/none.csv cannot be opened: No such file or directory; expected a CSV beside the profile with two columns and a header line"
    ),
    field(
      "part_number: { from: A, pad: 8, tabel: x.csv }",
      #"6:32: fields.part_number.pad is "8"; expected a length in braces, for example { to: 8 }"#,
      #"6:35: unknown key "tabel"; did you mean table?"#),
    field("part_number: { from: A, per: [] }", "6:32: fields.part_number.per is a list or empty; expected where the base quantity stands"),
    field(
      "part_number: { from: A, per: 3 }",
      "6:32: fields.part_number.per is the position 3, and the files have a header; name the column, or set csv.header: false"),
    field(
      "part_number: { from: A, thousands: \".\" }",
      #"6:38: fields.part_number.thousands and fields.part_number.decimal are both "."; set both, as two marks"#),
  ]

  /// Constants, and what tables give, are values of their fields.
  static let values = [
    Case(
      whole: """
        kind: orders
        format: csv
        numbers: { decimal: "," }
        booleans: { true: [ja] }
        fields:
          order_number: A
          line: B
          part_number: { from: C, table: { A: zehn } }
          quantity: { value: "1,5" }
          net_price: { from: D, table: { A: zehn, B: "1,5", C: "1.5" } }
          urgent: { value: ja }
          currency: { value: "" }
          ship_type: { value: COUNTER }
          payment_payout_success: { from: E, table: { J: ja, N: nein }, otherwise: maybe }
          vat: { from: F, table: vat.csv }
        defaults: { warehouse_id: "1", public_price: "1,5", operator: { email: a@b.c, first_name: A, last_name: B } }

        """,
      #"9:22: fields.quantity.value is "1,5"; expected a whole number above 0, for example 12"#,
      #"10:37: fields.net_price.table.A is "zehn"; expected digits with "," as decimal mark"#,
      #"10:56: fields.net_price.table.C is "1.5"; expected digits with "," as decimal mark"#,
      #"11:20: fields.urgent.value is "ja"; expected true, false, 1 or 0"#,
      "12:22: fields.currency.value is empty; expected three capital letters, for example EUR",
      #"14:57: fields.payment_payout_success.table.N is "nein"; expected true, false, 1, 0 or ja"#,
      #"14:76: fields.payment_payout_success.otherwise is "maybe"; expected true, false, 1, 0 or ja"#,
      #"15:26: fields.vat.table of "DE" is "19 %"; expected digits with "," as decimal mark"#,
      #"16:46: defaults.public_price is "1,5"; expected digits with "." as decimal mark, for example 204.25"#),
    Case(
      whole:
        "kind: returns\nformat: csv\nfields:\n  return_number: A\n  order_number: B\n  return_date: { value: \"2026-02-30\" }\n  part_number: C\n  quantity: D\n  reason: { from: E, table: { k: broken, d: DAMAGED } }\n",
      #"6:25: fields.return_date.value is "2026-02-30"; expected a calendar date as YYYY-MM-DD, for example 2026-11-21"#,
      #"9:34: fields.reason.table.k is "broken"; expected one of NON_COMPLIANT, DAMAGED, DEFECTIVE, DELIVERY_DELAY"#),
  ]

  static let wholes = [
    Case(
      whole: "kind: order\nformat: cvs\nfields: { part_number: { from: 3, per: 2, record: L }, quantity: Menge }\n",
      "1:7: kind is \"order\"; did you mean orders?", "2:9: format is \"cvs\"; did you mean csv?"),
    Case(
      whole: "", "1:1: fields is missing; expected canonical columns, each with where it comes from, for example order_number: OrderNo",
      "1:1: format is missing; expected csv or xml",
      "1:1: kind is missing; expected what the files ask for: orders, returns, availability, shipping-plans, precheckout, order-status, return-status, se-availability, se-orders, se-order, se-shipments"
    ),
    Case(whole: "- a\n", "1:1: the file is no mapping; expected keys with values"),
    Case(whole: "extends: csv-pips\n", #"1:10: extends: there is no built-in profile "csv-pips"; did you mean csv-pipe?"#),
    Case(
      whole: "extends: csv-pipe\nkind: orders\nformat: xml\n",
      "2:7: kind is orders, and csv-pipe, which the profile extends, is of returns; remove the key, or extends",
      "3:9: format is xml, and csv-pipe, which the profile extends, is of csv; remove the key, or extends"),
    Case(
      whole: "extends: csv-pipe\nfields: { quantity: ~ }\n",
      "2:9: fields: nothing fills quantity, which files of returns need; add it to fields or defaults"),
    Case(whole: "kind: orders\nkind: orders\n", #"1:1: the key "kind" is there twice; keep one of them"#),
    Case(
      whole: "kind: availability\nformat: xml\nencoding: utf-8\ncsv: {}\nfields: { line: 2, part_number: { from: \"\" } }\n",
      "1:1: xml.document is missing; expected the path of the documents from the root, for example /Order or /ORDERS05/IDOC",
      "3:11: encoding is for profiles with format: csv, and XML says its encoding itself; remove the key",
      "4:6: csv is for profiles with format: csv, and its files are XML; remove the key",
      "5:17: fields.line is the position 2, and the files are XML; expected an XPath, for example cbc:ID",
      "5:41: fields.part_number.from is empty; expected an XPath"),
    Case(
      whole: """
        kind: availability
        format: xml
        xml: { document: /O, line: L }
        units: { PCE: 1, pce: 5 }
        fields: { line: a, part_number: b }
        """,
      "4:23: units.pce and units.PCE are one unit, since case does not count; remove one of them"),
    Case(
      whole: """
        kind: availability
        format: xml
        xml: { document: /O, line: L, unknown_elements: allow }
        units: { PCE: 0, DZN: twelve }
        completeness: { lines: "n[" }
        fields: { part_number: a, quantity: { from: q, unit: u } }
        """,
      #"3:49: xml.unknown_elements is "allow"; expected one of refuse, ignore"#,
      #"4:15: units.PCE is "0"; expected how many pieces one of it is, from 1 to 1000000"#,
      #"4:23: units.DZN is "twelve"; expected how many pieces one of it is, from 1 to 1000000"#,
      #"5:24: completeness.lines: "n[" is not XPath 1.0: something is missing or stands in the wrong place (at character 3)"#,
      "6:54: fields.quantity.unit needs units, and the profile has none; add how many pieces each is, for example units: { PCE: 1, DZN: 12 }"
    ),
    Case(
      "completeness: { lines: n }\n",
      "4:24: completeness.lines is an XPath, and the files are CSV; expected completeness.trailer, or remove the key"),
    Case(
      whole: "kind: availability\nformat: xml\nxml: { document: Order, only_if: [ { otherwise: no } ] }\nfields: { part_number: a }\n",
      #"3:18: xml.document is "Order"; expected the path of the documents from the root, for example /Order or /ORDERS05/IDOC"#,
      "3:36: xml.only_if[1].test is missing; expected an XPath from the document's element, for example EDI_DC40/MESTYP = 'ORDERS'"),
    Case(
      whole: """
        kind: availability
        format: xml
        xml: { document: "/Order/Line[1]", line: "a[", only_if: [ { test: "f()" } ] }
        fields: { part_number: { from: "b(", per: "x:c" } }

        """,
      #"3:18: xml.document: "/Order/Line[1]" is not XPath 1.0: a document is found by a path of names from the root, as /Order or /ORDERS05/IDOC"#,
      #"3:42: xml.line: "a[" is not XPath 1.0: something is missing or stands in the wrong place (at character 3)"#,
      #"3:67: xml.only_if[1].test: "f()" is not XPath 1.0: there is no function f() (at character 1)"#,
      #"4:32: fields.part_number.from: "b(" is not XPath 1.0: there is no function b() (at character 1)"#,
      #"4:43: fields.part_number.per: "x:c" is not XPath 1.0: a prefix has no namespace; name it under namespaces (at character 4)"#),
  ]

  @Test(arguments: keys + answers + fields + values + wholes)
  func `a mistake is told with its line and column`(_ example: Case) throws {
    let folder = try TemporaryFolder()
    let profile = try folder.write("profiles/p.yaml", example.profile).string
    try folder.write("profiles/vat.csv", "theirs,ours\nDE,19 %\nFR,\"0,2\"\n")
    let file = try folder.write(
      "ferry.yaml", "erp: { base_url: \"https://x\", token: { bearer: \"env:B\" } }\npartners: { acme: { profile: profiles/p.yaml } }\n")
    let error = #expect(throws: SettingsError.self) { try Settings.load(file: file.string, environment: ["B": "t"]) }
    let expected = example.mistakes.map { "\(profile):\($0)".replacing("FOLDER", with: folder.path.string) }
    #expect(error?.mistakes.map(\.description).sorted() == expected.sorted())
  }
}
