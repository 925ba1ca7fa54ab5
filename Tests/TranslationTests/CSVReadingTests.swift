import Documents
import Formats
import Testing
import Translation

/// Every rule of the manual's "Canonical CSV".
@Suite struct CSVReadingTests {
  private func entries(_ column: String, of list: String, in line: Int = 0, _ document: Document) -> [String?] {
    guard let section = document.layout.sections.firstIndex(where: { $0.path == list }) else { return [] }
    let owner = list.hasPrefix("items[].") ? document.entries(of: document.layout.lines, in: 0)[line] : 0
    return document.entries(of: section, in: owner).map { document.string(column, in: $0) }
  }

  // MARK: rows and documents

  @Test func `rows of one number next to each other are one document, whose fields repeat or stay empty`() throws {
    let file = try ReadFile.orders(
      "order_comment", rows: ["O1;1;P;68;1;hello", "O1;2;P;68;1;hello", ";3;P;68;1;", "O2;1;P;68;1;"])
    #expect(file.said == [])
    #expect(file.numbers == ["O1", "O2"])
    #expect(file.documents.map(\.lineCount) == [3, 1])
    #expect(file.documents.map(\.ordinal) == [0, 1])
    #expect(file.documents.map { $0.entries[0].line } == [2, 5])
  }

  @Test func `a document's byte range holds its rows and nothing else`() throws {
    let file = try ReadFile("order_number;line\r\nO1;1\r\nO1;2\r\nO2;1", named: "orders.csv", as: .orders)
    #expect(file.documents.map(\.byteRange) == [19..<31, 31..<35])
  }

  @Test func `columns stand in any order, separated by semicolon, comma, tab or bar`() throws {
    for separator in [";", ",", "\t", "|"] {
      let text = "quantity;line;part_number\n2;1;P1\n".replacing(";", with: separator)
      let file = try ReadFile(text, named: "availability.csv", as: .availability)
      #expect(file.said == [])
      #expect(file.documents.first.map { $0.string("part_number", in: 1) } == "P1")
    }
  }

  @Test func `fields of a document that contradict each other are a finding`() throws {
    let file = try ReadFile.orders("order_comment", rows: ["O1;1;P;68;1;hello", "O1;2;P;68;1;bye"])
    #expect(
      file.said == [
        "orders.csv:3:13: order_comment \"bye\" contradicts \"hello\" on line 2; expected the same value, or none, on each row of the document"
      ])
    #expect(file.findings[0].map(\.document) == ["O1"])
  }

  @Test func `fields of a line that contradict each other are a finding`() throws {
    let file = try ReadFile.orders("net_price", rows: ["O1;1;P;68;1;10", "O1;1;P;24;1;11", "O1;1;Q;44;1;10"])
    #expect(
      file.said == [
        "orders.csv:3:13: net_price \"11\" contradicts \"10\" on line 2; expected the same value, or none, on each row of the line",
        "orders.csv:4:6: part_number \"Q\" contradicts \"P\" on line 2; expected the same value, or none, on each row of the line",
      ])
  }

  @Test func `the same value written otherwise is no contradiction`() throws {
    let file = try ReadFile.orders("net_price", "urgent", rows: ["O1;1;P;68;1;10.50;true", "O1;1;P;24;1;010.5;1", "O1;1;P;68;01;;"])
    #expect(file.said == [])
    #expect(entries("quantity", of: "items[].warehouses[]", file.documents[0]) == ["1", "1"])
  }

  @Test func `a document's fields may come on a later row`() throws {
    let file = try ReadFile.orders("order_comment", rows: ["O1;1;P;68;1;", "O1;2;P;68;1;late"])
    #expect(file.said == [])
    #expect(file.documents[0].string("order_comment", in: 0) == "late")
  }

  @Test func `availability rows without a request number are requests of their own, with one they are grouped`() throws {
    let alone = try ReadFile("line;part_number\n1;P1\n2;P2\n1;P1\n", named: "availability.csv", as: .availability)
    #expect(alone.said == [])
    #expect(alone.numbers == [nil, nil, nil])
    let grouped = try ReadFile(
      "request_number;line;part_number\n;1;P0\n;2;P0\nR1;1;P1\nR1;2;P2\n;3;P3\nR2;1;P4\n", named: "availability.csv", as: .availability)
    #expect(grouped.said == [])
    #expect(grouped.numbers == [nil, nil, "R1", "R2"])
    #expect(grouped.documents.map(\.lineCount) == [1, 1, 3, 1])
  }

  // MARK: lists

  @Test func `a further row adds a warehouse, a fee and a checkout fee`() throws {
    let file = try ReadFile.orders(
      "fee_label", "fee_price", "checkout_fee_name", "checkout_fee_part_number", "checkout_fee_value",
      rows: [
        "O1;1;P;68;12;eco;2.94;F;00001;20.02", "O1;1;P;24;3;tax;1;;;", "O1;1;P;;;;;G;00002;1", "O1;2;P;68;1;;;F;00001;20.020",
      ])
    #expect(file.said == [])
    let order = file.documents[0]
    #expect(order.lineCount == 2)
    #expect(entries("warehouse_id", of: "items[].warehouses[]", order) == ["68", "24"])
    #expect(entries("quantity", of: "items[].warehouses[]", order) == ["12", "3"])
    #expect(entries("fee_label", of: "items[].pricing.fees[]", order) == ["eco", "tax"])
    #expect(entries("checkout_fee_part_number", of: "preCheckoutFees[]", order) == ["00001", "00002"])
  }

  @Test func `a row that only adds to a list of the document needs no line`() throws {
    let file = try ReadFile.orders(
      "checkout_fee_name", "checkout_fee_part_number", "checkout_fee_value", rows: ["O1;1;P;68;12;F;1;2", "O1;;;;;G;2;2"])
    #expect(file.said == [])
    #expect(file.documents[0].lineCount == 1)
    #expect(entries("checkout_fee_name", of: "preCheckoutFees[]", file.documents[0]) == ["F", "G"])
  }

  @Test func `an equal repeat counts once, an unequal one is a finding`() throws {
    let file = try ReadFile.orders(rows: ["O1;1;P;68;12", "O1;1;P;68;12", "O2;1;P;68;12", "O2;1;P;68;3", "O3;1;P;68;1", "O3;1;P;68;"])
    #expect(
      file.said == [
        "orders.csv:5:11: quantity \"3\" differs from \"12\" on line 4 for the same warehouse_id; expected another warehouse_id, or an equal row",
        "orders.csv:7:11: quantity \"\" differs from \"1\" on line 6 for the same warehouse_id; expected another warehouse_id, or an equal row",
      ])
    #expect(entries("quantity", of: "items[].warehouses[]", file.documents[0]) == ["12"])
  }

  @Test func `a further row of a return adds an external order`() throws {
    let file = try ReadFile(
      """
      return_number;order_number;return_date;external_order_id;external_order_date;line;part_number;quantity;reason
      R1;O1;2018-04-04;A;2018-04-03;1;P;1;DAMAGED
      R1;O1;2018-04-04;B;2018-04-03;2;P;1;DAMAGED
      R1;;;A;2018-04-03;3;P;1;DAMAGED
      """, named: "returns.csv", as: .returns)
    #expect(file.said == [])
    #expect(entries("external_order_id", of: "orders[]", file.documents[0]) == ["A", "B"])
  }

  @Test func `a default warehouse and the same one written are one`() throws {
    let file = try ReadFile.orders(
      rows: ["O1;1;P;;5", "O1;1;P;68;5", "O1;1;P;24;1", "O2;1;P;68;5", "O2;1;P;;4"], handling: Handling(defaults: ["warehouse_id": "68"]))
    #expect(file.documents.map { entries("quantity", of: "items[].warehouses[]", $0) } == [["5", "1"], ["5"]])
    #expect(file.codes == [.contradiction])
  }

  // MARK: columns

  @Test func `an unknown column is a finding that suggests the nearest one`() throws {
    let file = try ReadFile("line;part_numer;colour;quantity;;\n1;P;red;1;;\n", named: "availability.csv", as: .availability)
    #expect(
      file.said == [
        "availability.csv:1:6: unknown column \"part_numer\"; did you mean part_number?",
        "availability.csv:1:17: unknown column \"colour\"; `ferry describe` lists the columns",
        "availability.csv:1:33: a column has no name; expected a column of this kind: name it or remove it",
        "availability.csv:1:34: a column has no name; expected a column of this kind: name it or remove it",
        "availability.csv:2: the line names no part; expected part_number, or tecdoc_part_number with tecdoc_manufacturer_id",
      ])
  }

  @Test func `a missing column is one finding, not one for each row`() throws {
    let file = try ReadFile(
      "return_number;order_number;line;part_number;quantity;reason\nR1;O1;1;P;;DAMAGED\nR2;O2;1;P;1;DAMAGED\n",
      named: "returns.csv", as: .returns)
    #expect(
      file.said == [
        "returns.csv:1: required column return_date is missing; expected a calendar date as YYYY-MM-DD, for example 2026-11-21: add the column, or a default in the settings",
        "returns.csv:2: required quantity is missing; expected a whole number above 0, for example 12",
      ])
  }

  @Test func `a repeated column is a finding`() throws {
    let file = try ReadFile("line;part_number;Line\n1;P;1\n", named: "availability.csv", as: .availability)
    #expect(
      file.said == ["availability.csv:1:18: column line stands twice in the header line; expected each column once: remove one of them"])
  }

  // MARK: values

  @Test(arguments: [
    ("net_price", "1,5", "net_price \"1,5\" is not a number; expected digits with \".\" as decimal mark, for example 204.25"),
    ("net_price", "3.6E+12", "net_price \"3.6E+12\" is not a number; expected digits with \".\" as decimal mark, for example 204.25"),
    ("net_price", "+1", "net_price \"+1\" is not a number; expected digits with \".\" as decimal mark, for example 204.25"),
    ("net_price", ".5", "net_price \".5\" is not a number; expected digits with \".\" as decimal mark, for example 204.25"),
    ("net_price", "1.", "net_price \"1.\" is not a number; expected digits with \".\" as decimal mark, for example 204.25"),
    ("urgent", "yes", "urgent \"yes\" is neither true nor false; expected true, false, 1 or 0"),
    ("urgent", "TRUE", "urgent \"TRUE\" is neither true nor false; expected true, false, 1 or 0"),
    ("fee_price", "x", "fee_price \"x\" is not a number; expected digits with \".\" as decimal mark, for example 204.25"),
  ])
  func `a value of the wrong type is a finding at its cell`(column: String, value: String, message: String) throws {
    let file = try ReadFile.orders(column, "fee_label", rows: ["O1;1;P;68;1;\(value);L"])
    #expect(file.said.first == "orders.csv:2:13: \(message)")
    #expect(file.findings[0].first?.value == value)
    #expect(file.findings[0].first?.documentLine == "1")
    #expect(file.findings[0].first?.path == column)
  }

  @Test(arguments: ["0", "-1", "1.0", "1234567890", "1 000", "000"])
  func `a quantity is a whole number above zero`(value: String) throws {
    let file = try ReadFile.orders(rows: ["O1;1;P;68;\(value)"])
    #expect(file.said == ["orders.csv:2:11: quantity \"\(value)\" is not a quantity; expected a whole number above 0, for example 12"])
  }

  @Test(arguments: ["2026-02-30", "2025-02-29", "21.11.2026", "2026-13-01", "2026-1-1", "0000-01-01", "2026-11-21T00:00:00"])
  func `a date is a day of the calendar`(value: String) throws {
    let text = "return_number;order_number;return_date;line;part_number;quantity;reason\nR1;O1;\(value);1;P;1;DAMAGED\n"
    let file = try ReadFile(text, named: "returns.csv", as: .returns)
    #expect(
      file.said == [
        "returns.csv:2:7: return_date \"\(value)\" is not a date; expected a calendar date as YYYY-MM-DD, for example 2026-11-21"
      ])
    #expect(try ReadFile(text.replacing(value, with: "2024-02-29"), named: "returns.csv", as: .returns).said == [])
  }

  @Test func `an unknown reason is a finding that lists the known ones`() throws {
    let file = try ReadFile(
      "return_number;order_number;return_date;line;part_number;quantity;reason\nR1;O1;2018-04-04;1;P;1;Damaged\n", named: "returns.csv",
      as: .returns)
    #expect(
      file.said == [
        "returns.csv:2:24: reason \"Damaged\" is not known; expected one of NON_COMPLIANT, DAMAGED, DEFECTIVE, DELIVERY_DELAY"
      ])
    #expect(file.codes == [.unknownValue])
  }

  @Test func `a column counts characters, and quotes and line feeds in a cell do not shift it`() throws {
    let file = try ReadFile.orders("order_comment", "net_price", rows: ["O1;1;Bremsbeläge;68;1;\"two\nlines, \"\"and\"\" quotes\";x"])
    #expect(
      file.said == ["orders.csv:3:24: net_price \"x\" is not a number; expected digits with \".\" as decimal mark, for example 204.25"])
    #expect(file.documents[0].string("order_comment", in: 0) == "two\nlines, \"and\" quotes")
  }

  // MARK: required

  @Test func `at least one of part number and TecDoc pair, and a pair is whole`() throws {
    let file = try ReadFile(
      "line;part_number;tecdoc_part_number;tecdoc_manufacturer_id\n1;P;;\n2;;T;0013\n3;;;\n4;P;T;\n5;;;0013\n", named: "availability.csv",
      as: .availability)
    #expect(
      file.said == [
        "availability.csv:4: the line names no part; expected part_number, or tecdoc_part_number with tecdoc_manufacturer_id",
        "availability.csv:5: required tecdoc_manufacturer_id is missing (it is required beside tecdoc_part_number); expected text",
        "availability.csv:6: required tecdoc_part_number is missing (it is required beside tecdoc_manufacturer_id); expected text",
      ])
  }

  @Test func `one filled cell of an optional object makes its required fields required`() throws {
    let file = try ReadFile.orders(
      "bill_city", "customer_company", "payment_status", rows: ["O1;1;P;68;1;Paris;;", "O2;1;P;68;1;;;", "O3;1;P;68;1;;;ok"])
    #expect(
      file.findings.map { $0.map(\.path) } == [
        ["customer_company", "customer_vat_id", "customer_email"], [],
        ["payment_transaction_id", "payment_amount", "payment_commission", "payment_payout_success"],
      ])
    #expect(
      file.said.first
        == "orders.csv:2: required customer_company is missing (it is required beside bill_city); expected text")
  }

  @Test func `a required value that a default supplies may be absent`() throws {
    let rows = "order_number;line;part_number;quantity\nO1;1;P;1\n"
    #expect(
      try ReadFile(rows, named: "orders.csv", as: .orders).fileFindings.map(\.path)
        == ["ship_type", "urgent", "net_price", "currency", "warehouse_id", "operator_email", "operator_first_name", "operator_last_name"])
    let file = try ReadFile.orders("ship_type", rows: ["O1;1;P;;1;"], handling: Handling(defaults: ["warehouse_id": "68"]))
    #expect(file.said == [])
  }

  @Test func `a required value that is empty is a finding at its record`() throws {
    let file = try ReadFile.orders("currency", rows: ["O1;1;P;;;", "O2;1;P;68;;", "O3;;P;68;1;"])
    #expect(
      file.said == [
        "orders.csv:2: required warehouse_id and quantity are missing; expected at least one of them each",
        "orders.csv:3: required quantity is missing; expected a whole number above 0, for example 12",
        "orders.csv:4: required line is missing; expected text",
      ])
  }

  @Test func `a first row without a number has a finding`() throws {
    let file = try ReadFile.orders(rows: [";1;P;68;1", "O2;1;P;68;1"])
    #expect(file.numbers == [nil, "O2"])
    #expect(file.said == ["orders.csv:2: required order_number is missing; expected text"])
  }

  @Test func `only a quoted empty cell is there and empty`() throws {
    let file = try ReadFile.orders("vehicle_vin", "vehicle_fuel", "order_comment", rows: ["O1;1;P;68;1;\"\";  ;\"  \""])
    let line = file.documents[0].entries[1]
    let order = file.documents[0].entries[0]
    #expect(file.said == [])
    #expect((line.present & ~line.filled).nonzeroBitCount == 1)
    #expect((order.present & ~order.filled).nonzeroBitCount == 1)
  }

  @Test func `blanks around a value do not count, and cells of blanks add nothing`() throws {
    let file = try ReadFile.orders("fee_label", "fee_price", rows: [" O1 ; 1 ;\"  P 1 \"; 68 ; 2 ;  ; "])
    #expect(file.said == [])
    #expect(file.numbers == ["O1"])
    #expect(file.documents[0].string("part_number", in: 1) == "P 1")
    #expect(entries("fee_label", of: "items[].pricing.fees[]", file.documents[0]) == [])
  }
}
