import Contracts
import Documents
import Formats
import SystemPackage
import Testing
import Translation

@testable import ferry

/// `ferry profile new`: a first profile from a sample file, which loads and reads the sample.
@Suite struct ProfileProposalTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func proposal(_ name: String, _ text: String, kind: Kind? = nil, supplied: Set<String> = []) throws -> String {
    try folder.write(name, text)
    let sample = try CSVRecognition.of(try ByteSource(path: folder.path.appending(name).string, name: name))
    let found = ProfileProposal.kind(ofFile: name, sample)
    return ProfileProposal(name: "acme", file: name, kind: kind ?? found.kind, sample: sample, supplied: supplied).text(
      isKindSure: kind != nil)
  }

  /// What `ferry convert` makes of the sample with the profile that was made of it.
  private func convert(_ name: String, _ profile: String) async throws -> JSONValue {
    let file = try folder.write("acme.yaml", profile)
    let tested = try TestedProfile.alone(file, named: file.string)
    var handling = tested.handling
    handling.profiles = [tested.profile]
    var bytes: [UInt8] = []
    var writer = ConversionWriter { bytes += $0 }
    _ = try await Conversion(path: folder.path.appending(name).string, name: name, handling: handling, ledger: nil).write(to: &writer)
    return try JSONReader.read(bytes)
  }

  private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  /// The sample that stands above each built-in profile of CSV.
  @Test(arguments: ["csv-semicolon-1252", "csv-header-lines", "csv-positions", "csv-pipe"])
  func `the sample of each built-in dialect is read by what is proposed for it`(_ name: String) async throws {
    let text = String(decoding: try #require(BuiltinProfiles.text(of: name)), as: UTF8.self)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("#   ") }.map { $0.dropFirst(4) + "\n" }.joined()
    let sample =
      rows.isEmpty ? "Bestellnr;Position;Artikelnr;Menge;Preis;Waehrung;Lager;Versandart\n4711;1;W 712/75;12;4,50;EUR;68;Abholung\n" : rows
    let proposed = try proposal("sample.csv", sample)
    let json = try await convert("sample.csv", proposed)
    // A return of an order that is not in the ledger has that one finding.
    let findings = (json["findings"]?.elements ?? []).filter { $0["code"] != .string("unknown_order") }
    #expect(findings.isEmpty, "\(proposed)")
    if !name.hasSuffix("pipe") { #expect(json["calls"]?.elements?.isEmpty == false, "\(proposed)") }
  }

  @Test func `German columns with a decimal comma are sure, and what is not says so`() async throws {
    let text =
      "Bestellnr;Pos;Artikelnr;Menge;Preis;Währung;Lager;Versandart;Eilt;Farbe\n"
      + "A-1;1;w 1;12;1.204,25;EUR;68;Abholung;J;rot\nA-1;2;w 2;1;4,50;EUR;68;Abholung;N;blau\n"
    let proposed = try proposal("acme_17.csv", text)
    for line in [
      "files: [\"acme_*.csv\"] # proposal: by the sample's name", "csv: { separator: \";\", unknown_columns: ignore }",
      "numbers: { decimal: \",\", thousands: \".\" }", "booleans: { true: [\"J\"], false: [\"N\"] }", "  order_number: Bestellnr",
      "  line: Pos",
      "  part_number: Artikelnr", "  quantity: Menge", "  net_price: Preis", "  currency: \"Währung\"", "  warehouse_id: Lager",
      "  ship_type: { from: Versandart, table: { Abholung: COUNTER } } # proposal: say what each value means", "  urgent: Eilt",
      "  operator_email: { value: \"edi@example.com\" } # proposal: no column looks like it; write what holds for all files",
      "  # no field found for column \"Farbe\": rot, blau",
    ] { #expect(lines(proposed).contains(line), "\(line)\n\(proposed)") }
    let json = try await convert("acme_17.csv", proposed)
    #expect(json["findings"]?.elements == [])
    let items = json["calls"]?.elements?.first?["body"]?["items"]?.elements
    #expect(items?.map { $0["pricing"]?["netPrice"] } == [.number("1204.25"), .number("4.50")])
    #expect(items?.map { $0["isUrgent"] } == [.boolean(true), .boolean(false)])
  }

  @Test(arguments: [
    "commande,ligne,référence,quantité,prix,devise,entrepôt,urgent\nC1,1,R100,2,3.50,EUR,A,oui\nC1,2,R200,1,9.00,EUR,A,non\n",
    "Numero ordine;Riga;Codice articolo;Quantità;Prezzo netto;Valuta;Magazzino\nO1;1;X-1;2;3,5;EUR;7\n",
    "Pedido\tLínea\tArtículo\tCantidad\tPrecio\tMoneda\tAlmacén\nP1\t1\tA-9\t2\t3,55\tEUR\t7\n",
    "OrderNo|LineNo|SKU|Qty|Unit price|Currency|Warehouse\n1|1|A9|2|3.55|EUR|7\n",
  ])
  func `headers of other languages are read without a finding`(_ sample: String) async throws {
    let proposed = try proposal("x.csv", sample, kind: .orders)
    let json = try await convert("x.csv", proposed)
    #expect(json["findings"]?.elements == [], "\(proposed)")
    #expect(json["calls"]?.elements?.count == 1)
    #expect(!proposed.contains("by its values"), "\(proposed)")
  }

  @Test func `columns at the end of rows without a header that found no field are passed over`() async throws {
    let rows = (1...3).flatMap { order in
      ["rot", "blau"].enumerated().map { "A-\(order);\($0 + 1);P3\($0);\(order * 7);\(order),\($0)5;EUR;68;\($1)\n" }
    }
    let text = rows.joined()
    let proposed = try proposal("g.csv", text, kind: .orders)
    #expect(lines(proposed).contains { $0.hasPrefix("csv: ") && $0.contains("unknown_columns: ignore") }, "\(proposed)")
    let json = try await convert("g.csv", proposed)
    #expect(json["findings"]?.elements == [], "\(proposed)")
  }

  private static let headers = [
    ["order_number", "line", "part_number", "quantity", "net_price", "currency", "warehouse_id"],
    ["Bestellnr.", "Pos", "Artikel-Nr", "Menge", "Preis", "Währung", "Lager"],
    ["N° commande", "Ligne", "Réf. article", "Quantité", "Prix net", "Devise", "Entrepôt"],
    ["Ordine", "Riga", "Codice", "Qtà", "Prezzo", "Valuta", "Deposito"],
    ["Pedido", "Línea", "Código", "Cantidad", "Precio", "Divisa", "Almacén"],
  ]

  /// The seed decides language, separator, decimal mark, order of the columns and whether there is a header.
  @Test(arguments: 0..<24)
  func `generated dialects are read without a finding by what is proposed for them`(_ seed: Int) async throws {
    let mark = seed % 2 == 0 ? "," : "."
    let separator = [";", "|", "\t"][seed % 3]
    let hasHeader = seed % 4 > 0
    let shift = hasHeader ? seed % 7 : 0
    func row(_ cells: [String]) -> String { (cells[shift...] + cells[..<shift]).joined(separator: separator) + "\n" }
    var text = hasHeader ? row(Self.headers[seed % 5]) : ""
    for order in 1...3 {
      for line in 1...2 {
        text += row(["A-\(order)", "\(line)", "P\(seed * 31 + line)", "\(order * 7)", "\(order)\(mark)\(line)5", "EUR", "68"])
      }
    }
    let proposed = try proposal("g.csv", text, kind: .orders)
    let json = try await convert("g.csv", proposed)
    #expect(json["findings"]?.elements == [], "\(proposed)\n\(text)")
    #expect(json["calls"]?.elements?.count == 3)
    let price = json["calls"]?.elements?.last?["body"]?["items"]?.elements?.last?["pricing"]?["netPrice"]
    #expect(price == .number("3.25"), "\(proposed)\n\(text)")
  }

  @Test func `what the file does not have is asked for by a plan`() throws {
    let proposed = try proposal("o.csv", "order;pos;article;qty\nA1;1;P-1;2\n", kind: .orders)
    #expect(lines(proposed).contains { $0.hasPrefix("plan_step: { orders: incomplete } # proposal: ") })
  }

  @Test func `a number that can be read in two ways is a proposal`() throws {
    let proposed = try proposal("o.csv", "order;pos;article;qty;price;currency;warehouse\nA1;1;P-1;2;1.234;EUR;1\n", kind: .orders)
    #expect(
      lines(proposed).contains(
        #"numbers: { decimal: "," } # proposal: the sample's numbers can be read in two ways: "1.234" is 1234 with thousands: "." here, or 1.234 with decimal: ".""#
      ))
  }

  @Test func `a mark that only the pieces have is left out, and says what to check`() async throws {
    let sample = "Bestellung;Pos;Artikel;Menge;Preis;Lager;Waehrung\n4711;1;0013;12.000;4,50;7;EUR\n4712;1;0014;3.000;5,25;7;EUR\n"
    let proposed = try proposal("a.csv", sample, kind: .orders)
    #expect(
      lines(proposed).contains(
        #"numbers: { decimal: "," } # proposal: the sample's numbers can be read in two ways: "12.000" is 12000 with thousands: "." here, or 12 with decimal: "." in its field"#
      ), "\(proposed)")
    let json = try await convert("a.csv", proposed)
    #expect(json["findings"]?.elements?.count == 2, "neither is ordered as long as nobody has said what it is")
    for (numbers, field, quantity) in [
      (#"decimal: ",", thousands: ".""#, "Menge", "12000"), (#"decimal: ",""#, #"{ from: Menge, decimal: "." }"#, "12"),
    ] {
      let said = proposed.replacing(#"decimal: ",""#, with: numbers).replacing("quantity: Menge", with: "quantity: \(field)")
      let json = try await convert("a.csv", said)
      let item = json["calls"]?.elements?.first?["body"]?["items"]?.elements?.first
      #expect(item?["warehouses"]?.elements?.first?["orderedQuantity"] == .number(quantity), "\(said)")
    }
  }

  @Test func `dates are no prices, and a currency in the file goes before the settings'`() throws {
    let dates = try proposal("f.csv", "Belegnr;Posnr;Material;Menge;Lieferdatum\n4711;10;W1;2;21.11.2026\n", kind: .orders)
    #expect(lines(dates).contains("  # no field found for column \"Lieferdatum\": 21.11.2026"), "\(dates)")
    #expect(!dates.contains("net_price:") && !dates.contains("thousands"), "\(dates)")
    let supplied = try proposal(
      "c.csv", "4711,1,W712,12,4.50,CHF,68\n4711,2,W713,12,4.50,CHF,68\n", kind: .orders, supplied: ["currency", "warehouse_id"])
    #expect(lines(supplied).contains("  currency: 6 # proposal: by its values"), "\(supplied)")
  }

  @Test func `digits that a spreadsheet has lost are told`() throws {
    let proposed = try proposal("b.csv", "Bestellnr;Artikel;Menge;Preis\n4711;3,60648E+12;12;1,50\n4712;W1;12;1,50\n", kind: .orders)
    #expect(
      lines(proposed).contains(
        #"  part_number: Artikel # proposal: a spreadsheet has shortened "3,60648E+12", and its digits are lost; such rows are refused: get the file with this column as text"#
      ), "\(proposed)")
  }

  @Test func `one column is never two fields`() throws {
    let proposed = try proposal("orders-oca.csv", "PROD_DEL;2\nPROD_DEL02;1\nE-COM11;5\n")
    #expect(lines(proposed).contains("  part_number: 1 # proposal: by its values"), "\(proposed)")
    #expect(lines(proposed).contains("  quantity: 2 # proposal: by its values"), "\(proposed)")
    #expect(
      lines(proposed).contains(
        "  # order_number: no column is left for it; name one, or ask the partner for it: without it the profile is not taken"),
      "\(proposed)")
  }

  @Test func `a mark between digits is a group's where its own column, or another one, shows it`() throws {
    let own = try proposal("b.csv", "Bestellung;Pos;Artikel;Menge;Preis\n4711;1;0013;12;4,50\n4712;1;0014;3;1.000\n", kind: .orders)
    #expect(lines(own).contains(#"numbers: { decimal: ",", thousands: "." }"#), "\(own)")
    let other = try proposal("c.csv", "Bestellung;Pos;Artikel;Menge;Preis\n4711;1;0013;12.000;1.204,50\n", kind: .orders)
    #expect(lines(other).contains(#"numbers: { decimal: ",", thousands: "." }"#), "\(other)")
  }

  @Test func `dates that fit two patterns name the other one`() throws {
    let one = try proposal("r.csv", "return;date;order;pos;article;qty;reason\nR1;03/04/2026;O1;1;P1;1;DAMAGED\n")
    #expect(lines(one).contains("dates: [\"DD/MM/YYYY\"] # proposal: or MM/DD/YYYY"))
    let other = try proposal("r.csv", "return;date;order;pos;article;qty;reason\nR1;13.04.2026;O1;1;P1;1;DAMAGED\n")
    #expect(lines(other).contains("dates: [\"DD.MM.YYYY\"]"))
    #expect(lines(other).contains("kind: returns # proposal: ferry describe lists the others"))
  }

  @Test func `hostile headers stay text of the profile`() async throws {
    let text = "order;pos;article;qty;\"evil\"\": [ # \nboo\";true;#x\nA1;1;P-1;2;a;b;c\n"
    let proposed = try proposal("o.csv", text, kind: .orders)
    let json = try await convert("o.csv", proposed)
    #expect(json["findings"]?.elements == [], "\(proposed)")
  }
}
