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

  /// `more`: what the partner's own profile says over the built-in one.
  init(_ text: String, _ profile: String, more: String = "") throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("acme.yaml", "extends: \(profile)\n\(more)\n")
    let used = more.isEmpty ? profile : "acme.yaml"
    let settings = """
      erp: { base_url: "https://x", token: { bearer: "env:B" } }
      defaults: { warehouse_id: "68", ship_type: COUNTER, operator: { email: edi@example.com, first_name: EDI, last_name: Desk } }
      partners: { acme: { profile: \(used) } }
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
        "o.xml:8:71: ship_country ((cac:Delivery | cac:OrderLine/cac:LineItem/cac:Delivery)/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode) \"XX\" is not known; expected one of "
      ) == true)
    // Without a currency of its own a price has the document's.
    #expect(found.lines()[0]["currency"] == "EUR")
  }

  @Test func `blanket orders and changes are not ordered`() throws {
    func said(_ code: String) throws -> [String] {
      try Read(order(line("<a:Price><PriceAmount>1</PriceAmount></a:Price>"), head: "<OrderTypeCode>\(code)</OrderTypeCode>"), "ubl-order")
        .said
    }
    #expect(
      try said("221") == [
        "o.xml:1: the order is a blanket order (OrderTypeCode 221), and only what is to be delivered is ordered; send the call-offs (profile ubl-order)"
      ])
    #expect(
      try said(" 230 ") == [
        "o.xml:1: the document changes or answers an order (OrderTypeCode 230 or 231), and only new orders are ordered; change the order at the seller (profile ubl-order)"
      ])
    #expect(try said("220") == [])
  }

  @Test func `places with an identifier alone, DeliveryAddress and cancelled lines are told`() throws {
    func said(_ one: String, _ other: String) throws -> [String] {
      try Read(order(line(one) + line(other).replacing("<ID>1<", with: "<ID>2<")), "ubl-order").said
    }
    func place(_ id: String) -> String { "<a:Delivery><a:DeliveryLocation><ID>\(id)</ID></a:DeliveryLocation></a:Delivery>" }
    #expect(try said(place("7"), place("8")).contains { $0.contains("go to different addresses (Delivery)") })
    #expect(try !said(place("7"), place("7")).contains { $0.contains("go to different addresses (Delivery)") })
    let dropped = "<a:Delivery><a:DeliveryAddress/></a:Delivery>"
    #expect(try said(dropped, "").contains { $0.contains("an address stands in DeliveryAddress") })
    #expect(try said("<LineStatusCode>Cancelled</LineStatusCode>", "").contains { $0.contains("a line has a status (LineStatusCode)") })
    #expect(try !said("<LineStatusCode>NoStatus</LineStatusCode>", "").contains { $0.contains("a line has a status (LineStatusCode)") })
    let misspelt = order(line("")).replacing("a:LineItem>", with: "a:Lineitem>")
    #expect(try Read(misspelt, "ubl-order").said.contains { $0.contains("the element <Lineitem> in the namespace") })
  }

  @Test func `a price is for the unit of its base quantity, and only pieces are counted`() throws {
    func read(_ quantity: String, _ base: String, _ more: String = "") throws -> Read {
      let price = "<a:Price><PriceAmount currencyID='EUR'>120</PriceAmount><BaseQuantity \(base)>1</BaseQuantity></a:Price>"
      return try Read(order(line(price)).replacing("<Quantity unitCode='C62'>12<", with: "<Quantity \(quantity)<"), "ubl-order", more: more)
    }
    #expect(
      try read("unitCode='C62'>24", "unitCode='DZN'").said == [
        "o.xml:10:132: net_price (cac:Price/cbc:PriceAmount) \"120\" is in the unit \"DZN\", and targets count pieces; expected one of C62, EA, H87, LTR, NAR, PCE, XPP: add to units in the profile how many pieces one DZN is (profile ubl-order)"
      ])
    #expect(try read("unitCode='DZN'>2", "").said.map { $0.contains("is in the unit \"DZN\"") } == [true])
    #expect(try read("unitCode='EA'>24", "unitCode='PCE'").said == [])
    let dozen = try read("unitCode='DZN'>2", "", "units: { DZN: 12 }")
    #expect(dozen.said == [])
    #expect(dozen.lines().map { [$0["quantity"], $0["net_price"]] } == [["24", "10"]])
    let mixed = try read("unitCode='C62'>24", "unitCode='DZN'", "units: { DZN: 12 }")
    #expect(mixed.lines().map { [$0["quantity"], $0["net_price"]] } == [["24", "10"]])
  }

  @Test func `all notes are the order's comment, and its number of lines is held to`() throws {
    let notes = (1...5).map { "<Note>n\($0)</Note>" }.joined()
    let text = order(line("<a:Price><PriceAmount>1</PriceAmount></a:Price>"), head: notes + "<LineCountNumeric>1</LineCountNumeric>")
    #expect(try Read(text, "ubl-order").order()["order_comment"] == "n1 n2 n3 n4 n5")
    #expect(
      try Read(text.replacing("Numeric>1<", with: "Numeric>3<"), "ubl-order").said == [
        "o.xml:4:91: the document says \"3\" lines (cbc:LineCountNumeric), and it has 1; it looks incomplete: drop it again whole, or correct the number (profile ubl-order)"
      ])
  }

  @Test func `an order goes to one address, which its lines may have`() throws {
    func delivery(_ city: String, party: String = "") -> String {
      "<a:Delivery><a:DeliveryLocation><a:Address><CityName>\(city)</CityName></a:Address></a:DeliveryLocation>"
        + (party.isEmpty ? "" : "<a:DeliveryParty><a:PartyName><Name>\(party)</Name></a:PartyName></a:DeliveryParty>") + "</a:Delivery>"
    }
    func read(_ head: String, _ lines: String...) throws -> Read {
      let items = lines.enumerated().map { number, delivery in
        line("<a:Price><PriceAmount>1</PriceAmount></a:Price>").replacing("<ID>1<", with: "<ID>\(number + 1)<")
          .replacing("<a:Price>", with: delivery + "<a:Price>")
      }
      let text = order(items.joined())
      let from = try #require(text.firstRange(of: "<a:Delivery>")).lowerBound
      let to = try #require(text.firstRange(of: "</a:Delivery>")).upperBound
      return try Read(text.replacingCharacters(from..<to, with: head), "ubl-order")
    }
    let apart =
      "o.xml:1: the order and its lines go to different addresses (Delivery), and an order goes to one; order each address by itself (profile ubl-order)"
    #expect(try read(delivery("Lyon"), delivery("Lyon"), "").said == [])
    #expect(try read(delivery("Lyon"), delivery("Nice"), "").said == [apart])
    #expect(try read("", delivery("Lyon"), delivery("Nice")).said == [apart])
    #expect(try read(delivery("Lyon") + delivery("Nice"), "").said == [apart])
    #expect(try read(delivery("Lyon", party: "A"), delivery("Lyon", party: "B")).said == [apart])
    #expect(
      try read("", delivery("Lyon"), "").said == [
        "o.xml:1: some lines have an address (Delivery), the others and the order have none; write it at the order or at each line (profile ubl-order)"
      ])
    let found = try read("", delivery("Lyon", party: "Werk"), delivery("Lyon", party: "Werk"))
    #expect(found.said == [])
    #expect(found.order()["ship_city"] == "Lyon")
    #expect(found.order()["ship_name"] == "Werk")
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

  @Test func `all remarks are the comment, the summary is held to, units are pieces`() throws {
    let remarks = "<REMARKS type='general'>a</REMARKS><REMARKS type='order'>b</REMARKS>"
    func summed(_ summary: String, _ item: String = "<PRICE_LINE_AMOUNT>1.98</PRICE_LINE_AMOUNT>") -> String {
      order("", "").replacing("</ORDER_INFO>", with: remarks + "</ORDER_INFO>").replacing("</ORDER_ITEM>", with: item + "</ORDER_ITEM>")
        .replacing("</ORDER>", with: "<ORDER_SUMMARY>\(summary)</ORDER_SUMMARY></ORDER>")
    }
    let good = try Read(summed("<TOTAL_ITEM_NUM>1</TOTAL_ITEM_NUM><TOTAL_AMOUNT>1.98</TOTAL_AMOUNT>"), "opentrans-order")
    #expect(good.said == [])
    #expect(good.order()["order_comment"] == "a b")
    #expect(
      try Read(summed("<TOTAL_ITEM_NUM>3</TOTAL_ITEM_NUM>"), "opentrans-order").said == [
        "o.xml:10:147: the document says \"3\" lines (ORDER_SUMMARY/TOTAL_ITEM_NUM), and it has 1; it looks incomplete: drop it again whole, or correct the number (profile opentrans-order)"
      ])
    #expect(
      try Read(summed("<TOTAL_AMOUNT>5.94</TOTAL_AMOUNT>"), "opentrans-order").said == [
        "o.xml:1:1: the lines (PRICE_LINE_AMOUNT) do not add up to the order's total (ORDER_SUMMARY/TOTAL_AMOUNT), it looks incomplete; drop it again whole, or correct the total (profile opentrans-order)"
      ])
    #expect(try Read(summed("<TOTAL_AMOUNT>5.94</TOTAL_AMOUNT>", ""), "opentrans-order").said == [])
    let dozen = try Read(summed("", "<ORDER_UNIT>DZN</ORDER_UNIT>"), "opentrans-order")
    #expect(dozen.said.map { $0.contains("is in the unit \"DZN\"") } == [true])
    let based = "<ORDER_UNIT>C62</ORDER_UNIT>"
    let other = summed("", based).replacing(
      "</PRODUCT_PRICE_FIX>", with: "<PRICE_BASE_FIX><PRICE_UNIT>KGM</PRICE_UNIT></PRICE_BASE_FIX></PRODUCT_PRICE_FIX>")
    #expect(try Read(other, "opentrans-order").said.first?.contains("a price is for another unit than the ordered one (PRICE_UNIT") == true)
  }

  @Test func `several parties to deliver to are told`() throws {
    let second =
      "<PARTY><PARTY_ROLE>delivery</PARTY_ROLE><ADDRESS><NAME>Garage</NAME><NAME2>Tor</NAME2><COUNTRY_CODED>DE</COUNTRY_CODED></ADDRESS></PARTY>"
    let found = try Read(order("", "").replacing("</PARTIES>", with: second + "</PARTIES>"), "opentrans-order")
    #expect(
      found.said == [
        "o.xml:1:1: the order has several parties of the role delivery with different addresses, and an order goes to one; order each address by itself (profile opentrans-order)"
      ])
    let same = order("", "").replacing("</PARTIES>", with: second.replacing("Tor", with: "Hof") + "</PARTIES>")
    #expect(try Read(same, "opentrans-order").said == [])
  }

  @Test func `gross prices are refused, totals may have the tax and a cent of rounding a line`() throws {
    func said(_ total: String, _ item: String = "<PRICE_LINE_AMOUNT>1.98</PRICE_LINE_AMOUNT>", flag: String = "") throws -> [String] {
      let text = order("", "").replacing("</ORDER_ITEM>", with: item + "</ORDER_ITEM>")
        .replacing("</PRODUCT_PRICE_FIX>", with: flag + "</PRODUCT_PRICE_FIX>")
        .replacing("</ORDER>", with: "<ORDER_SUMMARY>\(total)</ORDER_SUMMARY></ORDER>")
      return try Read(text, "opentrans-order").said
    }
    let tax = "<TOTAL_TAX><TAX_DETAILS_FIX><TAX_AMOUNT>0.38</TAX_AMOUNT></TAX_DETAILS_FIX></TOTAL_TAX>"
    #expect(try said("<TOTAL_AMOUNT>2.36</TOTAL_AMOUNT>" + tax) == [])
    #expect(try said("<TOTAL_AMOUNT>1.99</TOTAL_AMOUNT>") == [])
    #expect(try said("<TOTAL_AMOUNT>1,98</TOTAL_AMOUNT>") == [])
    #expect(try said("<TOTAL_AMOUNT>10.00</TOTAL_AMOUNT>", "<PRICE_LINE_AMOUNT>1,98</PRICE_LINE_AMOUNT>") == [])
    #expect(try said("<TOTAL_AMOUNT>2.01</TOTAL_AMOUNT>").count == 1)
    #expect(try said("", flag: "<PRICE_FLAG type='inclduty'>true</PRICE_FLAG>") == [])
    #expect(
      try said("", flag: "<PRICE_FLAG type='incltax'>TRUE</PRICE_FLAG>") == [
        "o.xml:1:1: a price includes the tax (PRICE_FLAG with incltax), and an order has net prices; send those (profile opentrans-order)"
      ])
  }

  @Test func `a telephone makes no other address`() throws {
    let same =
      "<PARTY><PARTY_ROLE>delivery</PARTY_ROLE><ADDRESS><NAME>Garage</NAME><NAME2>Hof</NAME2><COUNTRY_CODED>DE</COUNTRY_CODED><PHONE>1</PHONE></ADDRESS></PARTY>"
    #expect(try Read(order("", "").replacing("</PARTIES>", with: same + "</PARTIES>"), "opentrans-order").said == [])
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

  @Test func `an order goes to one address, which its items may have`() throws {
    func ship(_ city: String) -> String {
      "<ShipTo><Address><Name>W</Name><PostalAddress><DeliverTo>a</DeliverTo><DeliverTo>b</DeliverTo><DeliverTo>c</DeliverTo><City>\(city)</City></PostalAddress></Address></ShipTo>"
    }
    func read(_ head: String, _ items: String...) throws -> Read {
      let text = order()
      let from = try #require(text.firstRange(of: "<ShipTo>")).lowerBound
      let to = try #require(text.firstRange(of: "</ShipTo>")).upperBound
      let item = try #require(text.firstRange(of: "<ItemOut")).lowerBound..<(try #require(text.firstRange(of: "</ItemOut>"))).upperBound
      let all = items.enumerated().map { number, ship in
        String(text[item]).replacing("lineNumber=\"1\"", with: "lineNumber=\"\(number + 1)\"").replacing(
          "</ItemOut>", with: ship + "</ItemOut>")
      }
      return try Read(
        text.replacingCharacters(item, with: all.joined()).replacingCharacters(from..<to, with: head), "cxml-order")
    }
    let apart =
      "o.xml:2:1: the order and its items go to different addresses (ShipTo), and an order goes to one; order each address by itself (profile cxml-order)"
    #expect(try read(ship("Lyon"), ship("Lyon"), "").said == [])
    #expect(try read(ship("Lyon"), ship("Nice")).said == [apart])
    #expect(try read("", ship("Lyon"), ship("Nice")).said == [apart])
    #expect(
      try read("", ship("Lyon"), "").said == [
        "o.xml:2:1: some items have an address (ShipTo), the others and the header have none; write it at the header or at each item (profile cxml-order)"
      ])
    let found = try read("", ship("Lyon"), ship("Lyon"))
    #expect(found.said == [])
    #expect(found.order()["ship_city"] == "Lyon")
    #expect(found.order()["ship_complements"] == "a, b, c")
  }

  @Test func `units are pieces`() throws {
    let dozen = try Read(order(detail: "<UnitOfMeasure>DZN</UnitOfMeasure>"), "cxml-order")
    #expect(dozen.said.map { $0.contains("is in the unit \"DZN\"") } == [true])
    let basis = order(
      detail: "<UnitOfMeasure>EA</UnitOfMeasure><PriceBasisQuantity quantity='1'><UnitOfMeasure>DZN</UnitOfMeasure></PriceBasisQuantity>")
    #expect(
      try Read(basis, "cxml-order").said.map { $0.contains("net_price (ItemDetail/UnitPrice/Money) \"2.10\" is in the unit \"DZN\"") } == [
        true
      ])
  }

  @Test func `a part of another item is not ordered beside it, EACH is a piece`() throws {
    let text = order(detail: "<UnitOfMeasure>EACH</UnitOfMeasure>")
    #expect(try Read(text, "cxml-order").said == [])
    let composite = text.replacing("lineNumber=\"1\"", with: "lineNumber=\"1\" itemType=\"composite\" compositeItemType=\"groupLevel\"")
    #expect(
      try Read(composite, "cxml-order").said == [
        "o.xml:2:1: some items are parts of others (parentLineNumber, compositeItemType), and both would be ordered; order only the items that are to be delivered (profile cxml-order)"
      ])
  }

  @Test func `places differ by their identifier and country, not by a telephone`() throws {
    func said(_ head: String, _ item: String) throws -> [String] {
      func ship(_ address: String) -> String { "<ShipTo>\(address)</ShipTo>" }
      let text = order()
      let from = try #require(text.firstRange(of: "<ShipTo>")).lowerBound
      let to = try #require(text.firstRange(of: "</ShipTo>")).upperBound
      return try Read(
        text.replacingCharacters(from..<to, with: ship(head)).replacing("</ItemOut>", with: ship(item) + "</ItemOut>"), "cxml-order"
      ).said
    }
    func address(_ id: String, _ country: String, _ more: String = "") -> String {
      "<Address addressID='\(id)'><Name>W</Name><PostalAddress><City>Lyon</City><Country isoCountryCode='\(country)'>X</Country></PostalAddress>\(more)</Address>"
    }
    #expect(try said(address("1", "FR", "<Phone>1</Phone>"), address("1", "FR")) == [])
    #expect(try said(address("1", "FR"), address("2", "FR")).count == 1)
    #expect(try said(address("1", "FR"), address("1", "DE")).count == 1)
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

  @Test func `an own unit replaces the inherited one, in any case; the check of lines can be switched off`() throws {
    let text =
      "<ORDERS05>" + idoc("1", [line("2.000", "<MENEE>PCE</MENEE>"), "<E1EDS01><SUMID>001</SUMID><SUMME>7</SUMME></E1EDS01>"])
      + "</ORDERS05>"
    #expect(try Read(text, "idoc-orders05").said.count == 1)
    let found = try Read(text, "idoc-orders05", more: "units: { pce: 5 }\ncompleteness: { lines: ~ }")
    #expect(found.said == [])
    #expect(found.lines().map { $0["quantity"] } == ["10"])
    #expect(found.lines().map { $0["net_price"] } == ["10"])
    let pieces = text.replacing("PCE", with: "ST").replacing("SUMME>7<", with: "SUMME>1<")
    #expect(try Read(pieces, "idoc-orders05").said == [])
  }

  @Test func `lines that go to other names are told`() throws {
    func part(_ name: String) -> String { line("1", "<E1EDPA1><PARVW>WE</PARVW><NAME1>\(name)</NAME1><ORT01>Wien</ORT01></E1EDPA1>") }
    func said(_ one: String, _ other: String) throws -> [String] {
      let lines = [part(one), part(other).replacing("00010", with: "00020")]
      return try Read("<ORDERS05>" + idoc("1", lines) + "</ORDERS05>", "idoc-orders05").said
    }
    #expect(try said("Nord", "Nord") == [])
    #expect(try said("Nord", "Ost").map { $0.contains("go to different addresses") } == [true])
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
    #expect(try said(line("1", address("Bonn")), other)?.contains("the order and its lines go to different addresses") == true)
    #expect(try said(line("1", address("Ulm")), other) == nil)
    #expect(try said(line("1", address("Bonn")), other, shipTo)?.contains("the order and its lines go to different addresses") == true)
    #expect(try said(line("1"), other)?.contains("some lines have an address") == true)
    #expect(try said(line("1", address("Ulm")), other, shipTo)?.contains("the order and its lines go to different addresses") == true)
    let whole = shipTo.replacing("<LAND1>", with: "<ORT01>Ulm</ORT01><LAND1>")
    #expect(try said(line("1", address("Ulm")), other, whole) == nil)
    #expect(try said(line("1", address("Ulm")), other, "<E1EDKA1><PARVW>WE</PARVW></E1EDKA1>") == nil)
    let found = try Read("<ORDERS05>" + idoc("1", [line("1", address("Ulm")), other]) + "</ORDERS05>", "idoc-orders05")
    #expect(found.order()["ship_city"] == "Ulm")
    #expect(found.order()["ship_name"] == "Werk")
    let empty = "<E1EDKA1><PARVW>WE</PARVW><LAND1>DE</LAND1></E1EDKA1>"
    let country = line("1", address("Ulm").replacing("</ORT01>", with: "</ORT01><LAND1>DE</LAND1>"))
    #expect(try Read("<ORDERS05>" + idoc("1", [empty, country]) + "</ORDERS05>", "idoc-orders05").order()["ship_country"] == "DEU")
  }

  @Test func `only what is certainly a new order is ordered`() throws {
    func said(_ parts: String..., head: String = "", control: String = "") throws -> [String] {
      let text = idoc("1", parts).replacing("<E1EDK01>", with: "<E1EDK01>" + head).replacing("<EDI_DC40>", with: "<EDI_DC40>" + control)
      return try Read("<ORDERS05>" + text + "</ORDERS05>", "idoc-orders05").said
    }
    for action in ["001", "002", "003", "004", "009"] {
      #expect(
        try said(line("1"), head: "<ACTION>\(action)</ACTION>") == [
          "o.xml:1:11: the IDoc reverses or changes an order (E1EDK01/ACTION other than 000), and only new orders are ordered; change the order at the seller (profile idoc-orders05)"
        ])
    }
    for action in ["002", "003", "004", "005", "093"] {
      #expect(
        try said(line("1", "<ACTION>\(action)</ACTION>")) == [
          "o.xml:1:11: a line is a change or a deletion, or a return (E1EDP01/ACTION other than 001), and only new orders are ordered; change the order at the seller (profile idoc-orders05)"
        ])
    }
    #expect(
      try said(line("1"), control: "<TEST>X</TEST>") == [
        "o.xml:1:11: the IDoc is a test (EDI_DC40/TEST), and a test is not ordered; send it without the flag (profile idoc-orders05)"
      ])
    #expect(try said(line("1", "<ACTION>001</ACTION>"), head: "<ACTION> 000 </ACTION>", control: "<TEST> </TEST>") == [])
  }

  @Test func `number and article are found wherever they are filled, and all lines of text`() throws {
    let text =
      "<ORDERS05><IDOC><EDI_DC40><MESTYP>ORDERS</MESTYP></EDI_DC40><E1EDK01><CURCY>EUR</CURCY><BELNR>77</BELNR></E1EDK01>"
      + "<E1EDK02><QUALF>001</QUALF><BELNR/></E1EDK02><E1EDKT1><E1EDKT2><TDLINE>a</TDLINE></E1EDKT2><E1EDKT2><TDLINE>b</TDLINE></E1EDKT2></E1EDKT1>"
      + "<E1EDKT1><E1EDKT2><TDLINE>c</TDLINE></E1EDKT2></E1EDKT1>"
      + line("1").replacing("<E1EDP19>", with: "<E1EDP19><QUALF>002</QUALF><IDTNR/></E1EDP19><E1EDP19>") + "</IDOC></ORDERS05>"
    let found = try Read(text, "idoc-orders05")
    #expect(found.said == [])
    #expect(found.order()["order_number"] == "77")
    #expect(found.order()["order_comment"] == "a b c")
    #expect(found.lines()[0]["part_number"] == "W 712")
    let long = text.replacing("<IDTNR>W 712</IDTNR>", with: "<IDTNR>W 7</IDTNR><IDTNR_LONG>W 712 L</IDTNR_LONG>")
    #expect(try Read(long, "idoc-orders05").lines()[0]["part_number"] == "W 712 L")
  }

  @Test func `units are pieces, and the number of lines is held to`() throws {
    func read(_ more: String, _ parts: String...) throws -> Read {
      try Read("<ORDERS05>" + idoc("1", [line("2", more)] + parts) + "</ORDERS05>", "idoc-orders05")
    }
    #expect(
      try read("<MENEE>PCE</MENEE><PMENE>DZN</PMENE>").said.map { $0.contains("net_price (VPREI) \"50\" is in the unit \"DZN\"") } == [true]
    )
    #expect(try read("<MENEE>DZN</MENEE><PMENE/>").said.map { $0.contains("is in the unit \"DZN\"") } == [true, true])
    #expect(try read("<MENEE>PCE</MENEE>", "<E1EDS01><SUMID>001</SUMID><SUMME>  1</SUMME></E1EDS01>").said == [])
    #expect(
      try read("", "<E1EDS01><SUMID>001</SUMID><SUMME>2</SUMME></E1EDS01>").said.map {
        $0.contains("the document says \"2\" lines (E1EDS01[normalize-space(SUMID) = '001']/SUMME), and it has 1")
      } == [true])
  }

  @Test func `an IDoc that is called otherwise is not passed over`() throws {
    let found = try Read(
      "<ORDERS05>" + idoc("1", [line("1")]) + idoc("2", []).replacing("IDOC", with: "Idoc") + "</ORDERS05>", "idoc-orders05")
    #expect(
      found.said == [
        "o.xml:2:1: the element <Idoc> is not used by the profile; expected <IDOC>: correct it, or set xml.unknown_elements: ignore (profile idoc-orders05)"
      ])
    let other = try Read("<ORDERS02>" + idoc("1", [line("1")]) + "</ORDERS02>", "idoc-orders05").said
    #expect(other == ["o.xml:1:1: the root element is <ORDERS02>; expected <ORDERS05> (profile idoc-orders05)"])
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<Index>, with text: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: text)
    return copy
  }
}
