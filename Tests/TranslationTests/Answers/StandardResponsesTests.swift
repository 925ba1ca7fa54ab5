import Documents
import Testing

@testable import Translation

@Suite struct StandardResponsesTests {
  private static let head = AnswerHead(id: "0K1", received: "2026-11-21T09:30:00.123Z", partner: "acme", target: "erp")

  private func answer(_ form: AnswerStyle.Form, _ documents: [AnswerRow]..., encoding: String? = nil) -> [UInt8] {
    var head = Self.head
    head.documentCount = documents.count
    var writer = AnswerWriter(AnswerLayout(kind: .orders, format: .xml, style: AnswerStyle(form: form, encoding: encoding), head: head))
    var bytes = writer.take()
    for rows in documents {
      writer.append(rows)
      bytes += writer.take()
    }
    return bytes + writer.finish()
  }

  private func text(_ form: AnswerStyle.Form, _ documents: [AnswerRow]...) -> String {
    String(decoding: documents.count == 1 ? answer(form, documents[0]) : answer(form, documents[0], documents[1]), as: UTF8.self)
  }

  private static let structures: [(AnswerStyle.Form, StandardStructure)] = [
    (.ublOrderResponse, .ubl), (.openTransOrderResponse, .openTrans), (.idocOrderResponse, .idoc),
  ]

  private static func row(
    _ line: String, _ status: AnswerStatus, code: String = "", _ message: String = "", _ cells: [String] = []
  ) -> AnswerRow {
    AnswerRow(sourceLine: 2, document: "O1", line: line, status: status, code: code, message: message, cells: cells)
  }

  /// A line that was split, and one that was refused.
  private static let mixed = [
    row("1", .accepted, "", ["ABCD", "1234", "2018-01-16", "68", "1", "12"]), row("1", .accepted, "", ["7001", "", "", "24", "1", "3"]),
    row("2", .refused, code: "back_order", "not ordered: all 4 are on back order"),
  ]
  private static let good = [row("10", .accepted, "", ["ABCD", "1234", "2018-01-16", "68", "1", "12"])]

  // MARK: goldens

  @Test func `UBL's order response`() {
    #expect(
      text(.ublOrderResponse, Self.mixed) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <OrderResponse xmlns="urn:oasis:names:specification:ubl:schema:xsd:OrderResponse-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
          <cbc:UBLVersionID>2.1</cbc:UBLVersionID>
          <cbc:ID>0K1</cbc:ID>
          <cbc:IssueDate>2026-11-21</cbc:IssueDate>
          <cbc:OrderResponseCode>CA</cbc:OrderResponseCode>
          <cbc:Note>refused</cbc:Note>
          <cac:OrderReference>
            <cbc:ID>O1</cbc:ID>
          </cac:OrderReference>
          <cac:SellerSupplierParty>
            <cac:Party>
              <cac:PartyName>
                <cbc:Name>erp</cbc:Name>
              </cac:PartyName>
            </cac:Party>
          </cac:SellerSupplierParty>
          <cac:BuyerCustomerParty>
            <cac:Party>
              <cac:PartyName>
                <cbc:Name>acme</cbc:Name>
              </cac:PartyName>
            </cac:Party>
          </cac:BuyerCustomerParty>
          <cac:OrderLine>
            <cac:LineItem>
              <cbc:ID>1</cbc:ID>
              <cbc:Note>external order ABCD, number 1234, date 2018-01-16, line 1, warehouse 68, quantity 12</cbc:Note>
              <cbc:Note>external order 7001, line 1, warehouse 24, quantity 3</cbc:Note>
              <cbc:LineStatusCode>5</cbc:LineStatusCode>
              <cbc:Quantity unitCode="C62">15</cbc:Quantity>
              <cac:Item>
                <cbc:Name>line 1 of order O1</cbc:Name>
              </cac:Item>
            </cac:LineItem>
            <cac:OrderLineReference>
              <cbc:LineID>1</cbc:LineID>
            </cac:OrderLineReference>
          </cac:OrderLine>
          <cac:OrderLine>
            <cac:LineItem>
              <cbc:ID>2</cbc:ID>
              <cbc:Note>refused: not ordered: all 4 are on back order</cbc:Note>
              <cbc:LineStatusCode>7</cbc:LineStatusCode>
              <cac:Item>
                <cbc:Name>line 2 of order O1</cbc:Name>
              </cac:Item>
            </cac:LineItem>
            <cac:OrderLineReference>
              <cbc:LineID>2</cbc:LineID>
            </cac:OrderLineReference>
          </cac:OrderLine>
        </OrderResponse>

        """)
  }

  @Test func `openTRANS' order response`() {
    #expect(
      text(.openTransOrderResponse, Self.good) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <ORDERRESPONSE xmlns="http://www.opentrans.org/XMLSchema/2.1" xmlns:bmecat="http://www.bmecat.org/bmecat/2005" version="2.1">
          <ORDERRESPONSE_HEADER>
            <ORDERRESPONSE_INFO>
              <ORDER_ID>O1</ORDER_ID>
              <ORDERRESPONSE_DATE>2026-11-21T00:00:00</ORDERRESPONSE_DATE>
              <SUPPLIER_ORDER_ID>1234</SUPPLIER_ORDER_ID>
              <PARTIES>
                <PARTY>
                  <bmecat:PARTY_ID type="party_specific">acme</bmecat:PARTY_ID>
                  <PARTY_ROLE>buyer</PARTY_ROLE>
                </PARTY>
                <PARTY>
                  <bmecat:PARTY_ID type="party_specific">erp</bmecat:PARTY_ID>
                  <PARTY_ROLE>supplier</PARTY_ROLE>
                </PARTY>
              </PARTIES>
              <ORDER_PARTIES_REFERENCE>
                <bmecat:BUYER_IDREF type="party_specific">acme</bmecat:BUYER_IDREF>
                <bmecat:SUPPLIER_IDREF type="party_specific">erp</bmecat:SUPPLIER_IDREF>
              </ORDER_PARTIES_REFERENCE>
              <REMARKS type="orderresponse">accepted</REMARKS>
            </ORDERRESPONSE_INFO>
          </ORDERRESPONSE_HEADER>
          <ORDERRESPONSE_ITEM_LIST>
            <ORDERRESPONSE_ITEM>
              <LINE_ITEM_ID>10</LINE_ITEM_ID>
              <PRODUCT_ID/>
              <QUANTITY>12</QUANTITY>
              <bmecat:ORDER_UNIT>C62</bmecat:ORDER_UNIT>
              <REMARKS type="orderresponse">accepted</REMARKS>
              <REMARKS type="orderresponse">external order ABCD, number 1234, date 2018-01-16, line 1, warehouse 68, quantity 12</REMARKS>
            </ORDERRESPONSE_ITEM>
          </ORDERRESPONSE_ITEM_LIST>
          <ORDERRESPONSE_SUMMARY>
            <TOTAL_ITEM_NUM>1</TOTAL_ITEM_NUM>
          </ORDERRESPONSE_SUMMARY>
        </ORDERRESPONSE>

        """)
  }

  @Test func `SAP's order response, one IDOC for each order`() {
    let refused = Self.row("20", .refused, code: "refused_by_target", String(repeating: "x", count: 62))
    #expect(
      text(.idocOrderResponse, Self.good, [refused]) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <ORDERS05>
          <IDOC BEGIN="1">
            <EDI_DC40 SEGMENT="1">
              <TABNAM>EDI_DC40</TABNAM>
              <DIRECT>2</DIRECT>
              <IDOCTYP>ORDERS05</IDOCTYP>
              <MESTYP>ORDRSP</MESTYP>
              <SNDPOR>FERRY</SNDPOR>
              <SNDPRT>LS</SNDPRT>
              <SNDPRN>erp</SNDPRN>
              <RCVPOR>FERRY</RCVPOR>
              <RCVPRT>LS</RCVPRT>
              <RCVPRN>acme</RCVPRN>
              <CREDAT>20261121</CREDAT>
              <ARCKEY>0K1-1</ARCKEY>
            </EDI_DC40>
            <E1EDK01 SEGMENT="1">
              <BELNR>1234</BELNR>
            </E1EDK01>
            <E1EDK03 SEGMENT="1">
              <IDDAT>012</IDDAT>
              <DATUM>20261121</DATUM>
            </E1EDK03>
            <E1EDKA1 SEGMENT="1">
              <PARVW>AG</PARVW>
              <PARTN>acme</PARTN>
            </E1EDKA1>
            <E1EDKA1 SEGMENT="1">
              <PARVW>LF</PARVW>
              <PARTN>erp</PARTN>
            </E1EDKA1>
            <E1EDK02 SEGMENT="1">
              <QUALF>001</QUALF>
              <BELNR>O1</BELNR>
            </E1EDK02>
            <E1EDK02 SEGMENT="1">
              <QUALF>002</QUALF>
              <BELNR>1234</BELNR>
            </E1EDK02>
            <E1EDP01 SEGMENT="1">
              <POSEX>10</POSEX>
              <ACTION>004</ACTION>
              <MENGE>12</MENGE>
              <MENEE>PCE</MENEE>
              <E1EDP02 SEGMENT="1">
                <QUALF>002</QUALF>
                <BELNR>ABCD</BELNR>
                <ZEILE>1</ZEILE>
              </E1EDP02>
              <E1EDP20 SEGMENT="1">
                <WMENG>12</WMENG>
              </E1EDP20>
              <E1EDPT1 SEGMENT="1">
                <TDID>0001</TDID>
                <TSSPRAS>E</TSSPRAS>
                <TSSPRAS_ISO>EN</TSSPRAS_ISO>
                <E1EDPT2 SEGMENT="1">
                  <TDLINE>external order ABCD, number 1234, date 2018-01-16, line 1, warehouse 6</TDLINE>
                  <TDFORMAT>*</TDFORMAT>
                </E1EDPT2>
                <E1EDPT2 SEGMENT="1">
                  <TDLINE>8, quantity 12</TDLINE>
                  <TDFORMAT>=</TDFORMAT>
                </E1EDPT2>
              </E1EDPT1>
            </E1EDP01>
            <E1EDS01 SEGMENT="1">
              <SUMID>001</SUMID>
              <SUMME>1</SUMME>
            </E1EDS01>
          </IDOC>
          <IDOC BEGIN="1">
            <EDI_DC40 SEGMENT="1">
              <TABNAM>EDI_DC40</TABNAM>
              <DIRECT>2</DIRECT>
              <IDOCTYP>ORDERS05</IDOCTYP>
              <MESTYP>ORDRSP</MESTYP>
              <SNDPOR>FERRY</SNDPOR>
              <SNDPRT>LS</SNDPRT>
              <SNDPRN>erp</SNDPRN>
              <RCVPOR>FERRY</RCVPOR>
              <RCVPRT>LS</RCVPRT>
              <RCVPRN>acme</RCVPRN>
              <CREDAT>20261121</CREDAT>
              <ARCKEY>0K1-2</ARCKEY>
            </EDI_DC40>
            <E1EDK01 SEGMENT="1"/>
            <E1EDK03 SEGMENT="1">
              <IDDAT>012</IDDAT>
              <DATUM>20261121</DATUM>
            </E1EDK03>
            <E1EDKA1 SEGMENT="1">
              <PARVW>AG</PARVW>
              <PARTN>acme</PARTN>
            </E1EDKA1>
            <E1EDKA1 SEGMENT="1">
              <PARVW>LF</PARVW>
              <PARTN>erp</PARTN>
            </E1EDKA1>
            <E1EDK02 SEGMENT="1">
              <QUALF>001</QUALF>
              <BELNR>O1</BELNR>
            </E1EDK02>
            <E1EDKT1 SEGMENT="1">
              <TDID>0001</TDID>
              <TSSPRAS>E</TSSPRAS>
              <TSSPRAS_ISO>EN</TSSPRAS_ISO>
              <E1EDKT2 SEGMENT="1">
                <TDLINE>refused</TDLINE>
                <TDFORMAT>*</TDFORMAT>
              </E1EDKT2>
            </E1EDKT1>
            <E1EDP01 SEGMENT="1">
              <POSEX>20</POSEX>
              <ACTION>003</ACTION>
              <ABGRU>00</ABGRU>
              <ABGRT>refused_by_target</ABGRT>
              <E1EDPT1 SEGMENT="1">
                <TDID>0001</TDID>
                <TSSPRAS>E</TSSPRAS>
                <TSSPRAS_ISO>EN</TSSPRAS_ISO>
                <E1EDPT2 SEGMENT="1">
                  <TDLINE>refused: \(String(repeating: "x", count: 61))</TDLINE>
                  <TDFORMAT>*</TDFORMAT>
                </E1EDPT2>
                <E1EDPT2 SEGMENT="1">
                  <TDLINE>x</TDLINE>
                  <TDFORMAT>=</TDFORMAT>
                </E1EDPT2>
              </E1EDPT1>
            </E1EDP01>
            <E1EDS01 SEGMENT="1">
              <SUMID>001</SUMID>
              <SUMME>1</SUMME>
            </E1EDS01>
          </IDOC>
        </ORDERS05>

        """)
  }

  // MARK: verdicts

  @Test(arguments: [
    (AnswerStatus.accepted, "", ["A"], "AP", "5", "004"), (.accepted, "planned: 1 from 68", ["A"], "CA", "3", "002"),
    (.duplicate, "done before; the recorded result follows", ["A"], "AP", "5", "004"), (.duplicate, "", [], "CA", "3", "002"),
    (.refused, "no", [], "RE", "7", "003"), (.conflict, "taken", [], "RE", "7", "003"), (.inDoubt, "no answer", [], "CA", "3", "002"),
    (.unconfirmed, "not mentioned", [], "CA", "3", "002"), (.failed, "held", [], "CA", "3", "002"),
  ])
  func `each status has its codes, and only what is accepted says so`(
    _ status: AnswerStatus, _ message: String, _ cells: [String], _ header: String, _ line: String, _ action: String
  ) {
    let rows = [Self.row("1", status, message, cells)]
    let ubl = text(.ublOrderResponse, rows)
    #expect(ubl.contains("<cbc:OrderResponseCode>\(header)<") && ubl.contains("<cbc:LineStatusCode>\(line)<"))
    #expect(text(.idocOrderResponse, rows).contains("<ACTION>\(action)<"))
    let openTrans = text(.openTransOrderResponse, rows)
    #expect(openTrans.contains("<REMARKS type=\"orderresponse\">accepted<") == (header == "AP"))
    for text in [ubl, openTrans] where header != "AP" { #expect(text.contains(message)) }
    if [.inDoubt, .unconfirmed, .failed].contains(status) { #expect(ubl.contains("this is no acceptance")) }
  }

  // MARK: structure

  @Test(arguments: 0..<3) func `whatever became of an order, the answer has the standard's structure`(_ index: Int) throws {
    let (form, structure) = Self.structures[index]
    let unreadable = [AnswerRow(sourceLine: 1, document: "", line: "", status: .refused, code: "incomplete", message: "cut off")]
    let all = AnswerStatus.all.enumerated().map { Self.row("\($0 + 1)", $1, code: "c", "m") }
    for rows in [Self.good, Self.mixed, unreadable, all] + all.map({ [$0] }) {
      #expect(structure.violations(in: try XMLTree.read(answer(form, rows))) == [])
    }
    for encoding in ["iso-8859-1", "utf-16"] {
      #expect(structure.violations(in: try XMLTree.read(answer(form, Self.mixed, encoding: encoding))) == [])
    }
  }

  @Test func `what SAP's fields are too short for is cut where it is a name, and stands in the text alone where it identifies`() {
    let id = "0f8fad5b-d9cb-469f-a165-70867728950e"
    let head = AnswerHead(
      id: "0K1", received: "2026-11-21T09:30:00.123Z", partner: "acme-distribution-north", target: "facade-of-the-distributor",
      documentCount: 1)
    var writer = AnswerWriter(AnswerLayout(kind: .orders, format: .xml, style: AnswerStyle(form: .idocOrderResponse), head: head))
    writer.append([Self.row("1", .accepted, "", [id, "", "2018-01-16", "68", "0000001", "12"])])
    let text = String(decoding: writer.take() + writer.finish(), as: UTF8.self)
    #expect(text.contains("<SNDPRN>facade-of-</SNDPRN>") && text.contains("<RCVPRN>acme-distr</RCVPRN>"))
    #expect(text.contains("<PARTN>acme-distribution</PARTN>") && text.contains("<PARTN>facade-of-the-dis</PARTN>"))
    #expect(!text.contains("<BELNR>\(id)") && !text.contains("E1EDP02"))
    #expect(text.contains("<TDLINE>external order \(id), "))
  }

  @Test func `the structure check finds what is out of place, missing or empty`() throws {
    func violations(_ text: String) throws -> [String] { StandardStructure.openTrans.violations(in: try XMLTree.read(Array(text.utf8))) }
    #expect(
      try violations("<PARTY><PARTY_ROLE>b</PARTY_ROLE><PARTY_ID>1</PARTY_ID></PARTY>") == [
        "/PARTY: 0 PARTY_ID", "/PARTY: PARTY_ID is out of place",
      ])
    #expect(try violations("<PARTY><PARTY_ID/></PARTY>") == ["/PARTY/PARTY_ID is empty, or has elements"])
    #expect(try violations("<ORDERRESPONSE_SUMMARY/>") == ["/ORDERRESPONSE_SUMMARY: 0 TOTAL_ITEM_NUM"])
  }

  @Test(arguments: [AnswerStyle.Form.ublOrderResponse, .openTransOrderResponse])
  func `several orders stand in a root of ours, each a response by itself`(_ form: AnswerStyle.Form) throws {
    let structure = form == .ublOrderResponse ? StandardStructure.ubl : .openTrans
    guard case .element("order-responses", _, let children) = try XMLTree.read(answer(form, Self.good, Self.mixed)) else {
      Issue.record("no root of ours")
      return
    }
    let responses = children.filter { if case .element = $0 { true } else { false } }
    #expect(responses.count == 2)
    for response in responses { #expect(structure.violations(in: response) == []) }
  }

  @Test func `no order at all is an empty answer`() {
    func empty(_ form: AnswerStyle.Form) -> String {
      var writer = AnswerWriter(
        AnswerLayout(kind: .orders, format: .xml, style: AnswerStyle(form: form), head: AnswerHead(documentCount: 0)))
      return String(decoding: writer.finish(), as: UTF8.self).split(separator: "\n").dropFirst().joined()
    }
    #expect(empty(.ublOrderResponse) == "<order-responses xmlns=\"urn:ferry:1\"/>")
    #expect(empty(.idocOrderResponse) == "<ORDERS05/>")
  }

  @Test func `kinds other than orders are answered in canonical XML`() {
    #expect(AnswerLayout(kind: .returns, format: .csv, style: AnswerStyle(form: .ublOrderResponse)).form == .xml)
  }
}

extension AnswerStatus {
  fileprivate static let all: [AnswerStatus] = [.accepted, .refused, .duplicate, .conflict, .inDoubt, .unconfirmed, .failed]
}
