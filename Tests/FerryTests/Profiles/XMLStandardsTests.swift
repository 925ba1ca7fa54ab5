import Documents
import Formats
import SystemPackage
import Testing
import Translation

@testable import ferry

/// An order of one of the standards, read by its built-in profile.
private struct Read {
  private(set) var documents: [Document] = []
  private(set) var said: [String] = []

  init(_ text: String, _ profile: String, defaults: String = "") throws {
    let folder = try TemporaryFolder()
    let settings = """
      erp: { base_url: "https://x", token: { bearer: "env:B" } }
      defaults: { warehouse_id: "68", ship_type: COUNTER, operator: { email: edi@example.com, first_name: EDI, last_name: Desk } }
      partners: { acme: { profile: \(profile) } }
      """
    let loaded = try Settings.load(file: try folder.write("ferry.yaml", settings).string, environment: ["B": "t"])
    let handling = try #require(loaded.partners["acme"]?.handling)
    let source = ByteSource(bytes: Array(text.utf8), name: "o.xml")
    let reading = DocumentReader.open(source, name: "o.xml", kind: .orders, format: .xml, handling: handling)
    while try reading.next() {
      documents.append(reading.document)
      said += reading.findings.map(\.description)
    }
    said += reading.fileFindings.map(\.description)
  }

  /// By column: the document's fields, and those of each line with what it has in its warehouse.
  func order(_ place: Int = 0) -> [String: String] { fields(of: 0, in: documents[place]) }

  func lines(_ place: Int = 0) -> [[String: String]] {
    let document = documents[place]
    return document.lines.map { line in
      document.entries.indices.filter { document.owner(of: $0) == line }
        .reduce(into: fields(of: line, in: document)) { $0.merge(fields(of: $1, in: document)) { own, _ in own } }
    }
  }

  private func fields(of entry: Int, in document: Document) -> [String: String] {
    Dictionary(
      document.layout.sections[document.entries[entry].section].fields.map { document.layout.fields[$0].column }
        .compactMap { column in document.string(column, in: entry).map { (column, $0) } }
    ) { one, _ in one }
  }
}

@Suite struct UBLOrderTests {
  private func order(_ lines: String, head: String = "") -> String {
    """
    <u:Order xmlns:u="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
      xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
      xmlns="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
      <ID>PO-7</ID>\(head)<DocumentCurrencyCode>EUR</DocumentCurrencyCode>
      <a:BuyerCustomerParty><a:Party><a:PartyName><Name>Garage Nord</Name></a:PartyName><a:Contact><Name>Eva van  Dyk</Name>
        <ElectronicMail>eva@example.com</ElectronicMail></a:Contact></a:Party></a:BuyerCustomerParty>
      <a:Delivery><a:DeliveryLocation><a:Address><StreetName>Quai</StreetName><BuildingNumber>5</BuildingNumber>
        <CityName>Lyon</CityName><PostalZone>69001</PostalZone><a:Country><IdentificationCode>FR</IdentificationCode></a:Country>
        </a:Address></a:DeliveryLocation></a:Delivery>
      \(lines)
    </u:Order>
    """
  }

  private func line(_ price: String, item: String = "<a:SellersItemIdentification><ID>W 712</ID></a:SellersItemIdentification>") -> String {
    "<a:OrderLine><a:LineItem><ID>1</ID><Quantity unitCode='C62'>12</Quantity>\(price)<a:Item>\(item)</a:Item></a:LineItem></a:OrderLine>"
  }

  @Test func `prefixes are free, a price is per its base quantity, a name is split, a country gets three letters`() throws {
    let price = "<a:Price><PriceAmount currencyID='SEK'>1234.50</PriceAmount><BaseQuantity>100</BaseQuantity></a:Price>"
    let tax = "<a:ClassifiedTaxCategory><Percent>20</Percent></a:ClassifiedTaxCategory>"
    let found = try Read(
      order(line(price, item: "<a:SellersItemIdentification><ID> W 712 </ID></a:SellersItemIdentification>" + tax)), "ubl-order")
    #expect(found.said == [])
    #expect(
      found.order() == [
        "order_number": "PO-7", "ship_name": "Garage Nord", "ship_street": "Quai 5", "ship_city": "Lyon", "ship_zip": "69001",
        "ship_country": "FRA", "operator_email": "eva@example.com", "operator_first_name": "Eva", "operator_last_name": "van Dyk",
      ])
    #expect(
      found.lines() == [["line": "1", "part_number": "W 712", "quantity": "12", "net_price": "12.345", "currency": "SEK", "vat": "0.2"]])
  }

  @Test func `a line with a GTIN alone is refused with the identifier that was looked for`() throws {
    let gtin = "<a:StandardItemIdentification><ID schemeID='0160'>05704066204093</ID></a:StandardItemIdentification>"
    let found = try Read(order(line("<a:Price><PriceAmount currencyID='EUR'>1</PriceAmount></a:Price>", item: gtin)), "ubl-order")
    #expect(
      found.said == [
        "o.xml:10: the line names no part; expected part_number (cac:Item/cac:SellersItemIdentification/cbc:ID) (profile ubl-order)"
      ])
  }

  @Test func `a copy is not ordered, and an unknown country is told`() throws {
    let copy = order(line("<a:Price><PriceAmount>1</PriceAmount></a:Price>"), head: "<CopyIndicator>true</CopyIndicator>")
    let refused = try Read(copy, "ubl-order").said
    #expect(refused == ["o.xml:1: the document is marked as a copy, and a copy is not ordered (profile ubl-order)"])
    let strange = order(line("<a:Price><PriceAmount>1</PriceAmount></a:Price>")).replacing(">FR<", with: ">XX<")
    let found = try Read(strange, "ubl-order")
    #expect(found.said.count == 1)
    #expect(
      found.said.first?.hasPrefix(
        "o.xml:8:71: ship_country (cac:Delivery[1]/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode) \"XX\" is not known; expected one of "
      ) == true)
    // Without a currency of its own a price has the document's.
    #expect(found.lines()[0]["currency"] == "EUR")
  }

  @Test func `a document of another standard is told from an order`() throws {
    let found = try Read("<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>", "ubl-order")
    #expect(
      found.said == [
        "o.xml:1:1: the root element is <Invoice> in the namespace \"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"; expected <Order> in the namespace \"urn:oasis:names:specification:ubl:schema:xsd:Order-2\" (profile ubl-order)"
      ])
  }
}

@Suite struct OpenTransOrderTests {
  private func order(_ root: String, _ prefix: String) -> String {
    """
    <ORDER \(root)><ORDER_HEADER><ORDER_INFO><ORDER_ID>OT-1</ORDER_ID>
      <PARTIES><PARTY><\(prefix)PARTY_ID>1</\(prefix)PARTY_ID><PARTY_ROLE>buyer</PARTY_ROLE><ADDRESS><CONTACT_DETAILS>
        <\(prefix)CONTACT_NAME>Nord</\(prefix)CONTACT_NAME><\(prefix)FIRST_NAME>Eva</\(prefix)FIRST_NAME>
        <\(prefix)EMAILS><\(prefix)EMAIL>eva@example.com</\(prefix)EMAIL></\(prefix)EMAILS></CONTACT_DETAILS></ADDRESS></PARTY>
      <PARTY><PARTY_ROLE>delivery</PARTY_ROLE><ADDRESS><\(prefix)NAME>Garage</\(prefix)NAME><\(prefix)NAME2>Hof</\(prefix)NAME2>
        <\(prefix)COUNTRY_CODED>DE</\(prefix)COUNTRY_CODED></ADDRESS></PARTY></PARTIES>
      <\(prefix)CURRENCY>EUR</\(prefix)CURRENCY></ORDER_INFO></ORDER_HEADER>
    <ORDER_ITEM_LIST><ORDER_ITEM><LINE_ITEM_ID>1</LINE_ITEM_ID><PRODUCT_ID><\(prefix)SUPPLIER_PID>W 712</\(prefix)SUPPLIER_PID></PRODUCT_ID>
      <QUANTITY>2.0</QUANTITY><PRODUCT_PRICE_FIX><\(prefix)PRICE_AMOUNT>9.9</\(prefix)PRICE_AMOUNT>
      <\(prefix)PRICE_QUANTITY>10</\(prefix)PRICE_QUANTITY></PRODUCT_PRICE_FIX></ORDER_ITEM></ORDER_ITEM_LIST></ORDER>
    """
  }

  @Test(arguments: [
    ("xmlns='http://www.opentrans.org/XMLSchema/2.1' xmlns:bmecat='http://www.bmecat.org/bmecat/2005'", "bmecat:"),
    ("xmlns='http://www.opentrans.org/XMLSchema/2.1' xmlns:bme='http://www.bmecat.org/bmecat/2005' type='express'", "bme:"), ("", ""),
  ])
  func `all three habits of namespaces give the same order`(_ root: String, _ prefix: String) throws {
    let found = try Read(order(root, prefix), "opentrans-order")
    #expect(found.said == [])
    #expect(
      found.order() == [
        "order_number": "OT-1", "operator_email": "eva@example.com", "operator_first_name": "Eva", "operator_last_name": "Nord",
        "ship_name": "Garage", "ship_complements": "Hof", "ship_country": "DEU",
      ])
    var line = ["line": "1", "part_number": "W 712", "quantity": "2", "net_price": "0.99", "currency": "EUR"]
    if root.contains("express") { line["urgent"] = "true" }
    #expect(found.lines() == [line])
  }

  @Test func `half a piece is no quantity`() throws {
    let found = try Read(order("", "").replacing(">2.0<", with: ">2.5<"), "opentrans-order")
    #expect(
      found.said == [
        "o.xml:9:3: quantity (QUANTITY) \"2.5\" is not a quantity; expected a whole number above 0 with \".\" as decimal mark (profile opentrans-order)"
      ])
  }
}

@Suite struct CXMLOrderTests {
  private func order(_ header: String = "type='new'", detail: String = "") -> String {
    """
    <!DOCTYPE cXML SYSTEM "http://127.0.0.1:1/cXML.dtd">
    <cXML payloadID="1@x"><Header><Sender><Credential><SharedSecret>correct-horse</SharedSecret></Credential></Sender></Header>
    <Request><OrderRequest><OrderRequestHeader orderID="DO-1" \(header)>
      <ShipTo><Address><Name xml:lang="en">Garage</Name><PostalAddress><DeliverTo>Eva</DeliverTo><DeliverTo>Hof</DeliverTo>
        <Street>Quai 5</Street><City>Lyon</City><Country isoCountryCode="FR">France</Country></PostalAddress></Address></ShipTo>
      <Comments><Attachment><URL>cid:1</URL></Attachment>Bring it soon</Comments></OrderRequestHeader>
    <ItemOut quantity="10" lineNumber="1"><ItemID><SupplierPartID>W 712</SupplierPartID></ItemID>
      <ItemDetail><UnitPrice><Money currency="EUR">2.10</Money></UnitPrice>\(detail)</ItemDetail></ItemOut></OrderRequest></Request></cXML>
    """
  }

  @Test(arguments: ["type='new'", ""])
  func `a new order is read, its document type not fetched and its secret nowhere`(_ header: String) throws {
    let found = try Read(order(header), "cxml-order")
    #expect(found.said == [])
    #expect(
      found.order() == [
        "order_number": "DO-1", "order_comment": "Bring it soon", "ship_name": "Garage", "ship_complements": "Eva, Hof",
        "ship_street": "Quai 5", "ship_city": "Lyon", "ship_country": "FRA",
      ])
    #expect(found.lines() == [["line": "1", "part_number": "W 712", "quantity": "10", "net_price": "2.10", "currency": "EUR"]])
    #expect(!String(decoding: found.documents[0].text, as: UTF8.self).contains("correct-horse"))
  }

  @Test(arguments: ["update", "delete"])
  func `updates and deletions are not ordered`(_ type: String) throws {
    let found = try Read(order("type='\(type)'"), "cxml-order")
    #expect(
      found.said == [
        "o.xml:2:1: the OrderRequest is an update or a deletion, and only those of the type new are ordered; change the order at the seller (profile cxml-order)"
      ])
    #expect(found.documents[0].number == "DO-1")
  }

  @Test func `prices are per their basis, unless it is another unit`() throws {
    let basis = "<PriceBasisQuantity quantity='100' conversionFactor='1'/>"
    #expect(try Read(order(detail: basis), "cxml-order").lines()[0]["net_price"] == "0.021")
    let other = try Read(order(detail: "<PriceBasisQuantity quantity='1' conversionFactor='12'/>"), "cxml-order").said
    #expect(other.count == 1)
    #expect(other.first?.hasPrefix("o.xml:2:1: a price is for another unit than the ordered one") == true)
  }

  @Test func `other requests are none, and entities are refused`() throws {
    let other = try Read("<cXML><Request><PunchOutSetupRequest/></Request></cXML>", "cxml-order").said
    #expect(other == ["o.xml:1:1: the document is no OrderRequest, and nothing else of cXML is ordered (profile cxml-order)"])
    let laughs = order().replacing("cXML.dtd\"", with: "cXML.dtd\" [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]")
    #expect(
      try Read(laughs, "cxml-order").said.map { $0.contains("the document type defines the entity \"a\"") } == [true])
  }
}

@Suite struct IDocOrderTests {
  private func idoc(_ number: String, type: String = "ORDERS", _ parts: [String]) -> String {
    "<IDOC BEGIN='1'>"
      + (parts + ["<E1EDK02><QUALF>001</QUALF><BELNR>  \(number) </BELNR></E1EDK02>", "<E1EDK01><CURCY>EUR</CURCY></E1EDK01>"]).joined()
      + "<EDI_DC40><MESTYP>\(type)</MESTYP></EDI_DC40></IDOC>\n"
  }

  private func line(_ quantity: String = "432.000", _ more: String = "<PEINH>  100</PEINH>", item: String = "002") -> String {
    "<E1EDP01><POSEX>00010</POSEX><MENGE>\(quantity)</MENGE><VPREI>50</VPREI>\(more)"
      + "<E1EDP19><QUALF>003</QUALF><IDTNR>400</IDTNR></E1EDP19><E1EDP19><QUALF>\(item)</QUALF><IDTNR>W 712</IDTNR></E1EDP19></E1EDP01>"
  }

  private let shipTo =
    "<E1EDKA1><PARVW>AG</PARVW><NAME1>Buyer</NAME1></E1EDKA1><E1EDKA1><PARVW>WE</PARVW><NAME1>Garage</NAME1><LAND1>DE</LAND1></E1EDKA1>"

  @Test func `segments stand in any order, several orders in a file, only those of the message type`() throws {
    let text =
      "<ORDERS05>" + idoc("4711", [line(), shipTo]) + idoc("4712", type: "ORDRSP", []) + idoc("4713", [shipTo, "<E1EDKT1/>", line()])
      + "</ORDERS05>"
    let found = try Read(text, "idoc-orders05")
    #expect(
      found.said == [
        "o.xml:2:1: the message type (EDI_DC40/MESTYP) is not ORDERS, and neither confirmations nor changes are ordered (profile idoc-orders05)"
      ])
    #expect(found.documents.map(\.number) == ["4711", "4712", "4713"])
    for place in [0, 2] {
      #expect(found.order(place)["ship_name"] == "Garage")
      #expect(found.order(place)["ship_country"] == "DEU")
      #expect(
        found.lines(place) == [["line": "00010", "part_number": "W 712", "quantity": "432", "net_price": "0.5", "currency": "EUR"]])
    }
  }

  @Test func `a minus behind the number is a minus, and the buyer's article is not the vendor's`() throws {
    let text =
      "<ORDERS05>" + idoc("1", [line("10.500-"), line("1.000", "", item: "001").replacing("00010", with: "00020")]) + "</ORDERS05>"
    let found = try Read(text, "idoc-orders05")
    #expect(found.said.count == 2)
    #expect(
      found.said.first
        == "o.xml:1:56: quantity (MENGE) \"10.500-\" is not a quantity; expected a whole number above 0 with \".\" as decimal mark (profile idoc-orders05)"
    )
    #expect(found.said.last?.contains("the line names no part; expected part_number (E1EDP19") == true)
    #expect(found.lines().map { $0["net_price"] } == ["0.5", "50"])
  }

  @Test func `changed lines, other units and several addresses are not ordered`() throws {
    func said(_ parts: String...) throws -> String? {
      try Read("<ORDERS05>" + idoc("1", parts) + "</ORDERS05>", "idoc-orders05").said.first
    }
    #expect(try said(line("1", "<ACTION>003</ACTION>"))?.contains("a line is a change or a deletion") == true)
    #expect(try said(line("1", "<BPUMN>1</BPUMN><BPUMZ>12</BPUMZ>"))?.contains("a price is for another unit") == true)
    #expect(try said(line("1", "<BPUMN>1</BPUMN><BPUMZ>1</BPUMZ>")) == nil)
    func address(_ city: String) -> String { "<E1EDPA1><PARVW>WE</PARVW><NAME1>Werk</NAME1><ORT01>\(city)</ORT01></E1EDPA1>" }
    let other = line("1", address("Ulm")).replacing("00010", with: "20")
    #expect(try said(line("1", address("Bonn")), other)?.contains("the lines go to different addresses") == true)
    #expect(try said(line("1", address("Ulm")), other) == nil)
    #expect(try said(line("1", address("Bonn")), other, shipTo) == nil)
    let found = try Read("<ORDERS05>" + idoc("1", [line("1", address("Ulm")), other]) + "</ORDERS05>", "idoc-orders05")
    #expect(found.order()["ship_city"] == "Ulm")
    #expect(found.order()["ship_name"] == "Werk")
  }
}
