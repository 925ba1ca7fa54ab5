@testable import Translation

/// Which elements a standard has in which, in what order, how often: the part of it that order responses use, and what is required beside.
/// Taken from the published schemas as facts: see the decision on standard answers. Elements that are not listed hold text alone.
struct StandardStructure {
  struct Part {
    let name: String
    let count: ClosedRange<Int>
  }

  private let parts: [String: [Part]]

  /// `OrderLine: Note* LineItem OrderLineReference?`, `+` one at least; one element a line, names without prefixes.
  init(_ text: String) {
    var parts: [String: [Part]] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      parts[String(words[0].dropLast())] = words.dropFirst().map { word in
        switch word.last {
        case "?": Part(name: String(word.dropLast()), count: 0...1)
        case "*": Part(name: String(word.dropLast()), count: 0...Int.max)
        case "+": Part(name: String(word.dropLast()), count: 1...Int.max)
        default: Part(name: String(word), count: 1...1)
        }
      }
    }
    self.parts = parts
  }

  /// What is not as the structure has it, each with its path.
  func violations(in tree: XMLTree, path: String = "") -> [String] {
    guard case .element(let name, _, let children) = tree else { return [] }
    let path = path + "/" + name
    let elements = children.compactMap { child -> (name: String, tree: XMLTree)? in
      guard case .element(let name, _, _) = child else { return nil }
      return (name, child)
    }
    guard let expected = parts[name] else {
      return elements.isEmpty && !children.isEmpty ? [] : ["\(path) is empty, or has elements"]
    }
    var violations: [String] = []
    var rest = elements[...]
    for part in expected {
      let found = rest.prefix { $0.name == part.name }.count
      if !part.count.contains(found) { violations.append("\(path): \(found) \(part.name)") }
      rest = rest.dropFirst(found)
    }
    if let first = rest.first { violations.append("\(path): \(first.name) is out of place") }
    return violations + elements.flatMap { self.violations(in: $0.tree, path: path) }
  }

  /// `UBL-OrderResponse-2.1.xsd` and `UBL-CommonAggregateComponents-2.1.xsd` of OASIS, as far as what is written goes.
  static let ubl = StandardStructure(
    """
    OrderResponse: UBLVersionID? CustomizationID? ProfileID? ProfileExecutionID? ID SalesOrderID? CopyIndicator? UUID? IssueDate IssueTime? OrderResponseCode? Note* DocumentCurrencyCode? OrderReference+ SellerSupplierParty BuyerCustomerParty OrderLine*
    OrderReference: ID SalesOrderID? CopyIndicator? UUID? IssueDate?
    SellerSupplierParty: Party?
    BuyerCustomerParty: Party?
    Party: EndpointID? PartyIdentification* PartyName*
    PartyName: Name
    OrderLine: SubstitutionStatusCode? Note* LineItem OrderLineReference*
    LineItem: ID SalesOrderID? UUID? Note* LineStatusCode? Quantity? Price? Item
    Item: Description* Name? SellersItemIdentification?
    OrderLineReference: LineID SalesOrderLineID? UUID? LineStatusCode?
    """)

  /// `opentrans_2_1.xsd` of 2009-10-02.
  static let openTrans = StandardStructure(
    """
    ORDERRESPONSE: ORDERRESPONSE_HEADER ORDERRESPONSE_ITEM_LIST ORDERRESPONSE_SUMMARY
    ORDERRESPONSE_HEADER: CONTROL_INFO? ORDERRESPONSE_INFO
    ORDERRESPONSE_INFO: ORDER_ID ORDERRESPONSE_DATE ORDER_DATE? ALT_CUSTOMER_ORDER_ID* SUPPLIER_ORDER_ID? ORDERCHANGE_SEQUENCE_ID? DELIVERY_DATE? LANGUAGE* MIME_ROOT? PARTIES ORDER_PARTIES_REFERENCE DOCEXCHANGE_PARTIES_REFERENCE? CURRENCY? MIME_INFO? REMARKS* HEADER_UDX?
    PARTIES: PARTY+
    PARTY: PARTY_ID+ PARTY_ROLE* ADDRESS* ACCOUNT* MIME_INFO?
    ORDER_PARTIES_REFERENCE: BUYER_IDREF SUPPLIER_IDREF INVOICE_RECIPIENT_IDREF? SHIPMENT_PARTIES_REFERENCE?
    ORDERRESPONSE_ITEM_LIST: ORDERRESPONSE_ITEM+
    ORDERRESPONSE_ITEM: LINE_ITEM_ID PRODUCT_ID PRODUCT_FEATURES? PRODUCT_COMPONENTS? QUANTITY ORDER_UNIT PRODUCT_PRICE_FIX? PRICE_LINE_AMOUNT? DELIVERY_DATE? SHIPMENT_PARTIES_REFERENCE? SPECIAL_TREATMENT_CLASS* MIME_INFO? REMARKS* ITEM_UDX?
    PRODUCT_ID: SUPPLIER_PID?
    ORDERRESPONSE_SUMMARY: TOTAL_ITEM_NUM TOTAL_AMOUNT? ALLOW_OR_CHARGES_FIX?
    """)

  /// As SAP systems generate it: every field is optional, but for those of the control record.
  static let idoc = StandardStructure(
    """
    ORDERS05: IDOC*
    IDOC: EDI_DC40 E1EDK01 E1EDK14* E1EDK03* E1EDK04* E1EDK05* E1EDKA1* E1EDK02* E1EDK17* E1EDK18* E1EDK35* E1EDK36* E1EDKT1* E1EDP01* E1CUCFG* E1EDL37* E1EDS01*
    EDI_DC40: TABNAM MANDT? DOCNUM? DOCREL? STATUS? DIRECT OUTMOD? EXPRSS? TEST? IDOCTYP CIMTYP? MESTYP MESCOD? MESFCT? STD? STDVRS? STDMES? SNDPOR SNDPRT SNDPFC? SNDPRN SNDSAD? SNDLAD? RCVPOR RCVPRT RCVPFC? RCVPRN RCVSAD? RCVLAD? CREDAT? CRETIM? REFINT? REFGRP? REFMES? ARCKEY? SERIAL?
    E1EDK01: ACTION? KZABS? CURCY? HWAER? WKURS? ZTERM? KUNDEUINR? EIGENUINR? BSART? BELNR?
    E1EDK03: IDDAT? DATUM? UZEIT?
    E1EDKA1: PARVW? PARTN?
    E1EDK02: QUALF? BELNR?
    E1EDKT1: TDID? TSSPRAS? TSSPRAS_ISO? TDOBJECT? TDOBNAME? E1EDKT2*
    E1EDKT2: TDLINE? TDFORMAT?
    E1EDP01: POSEX? ACTION? PSTYP? KZABS? MENGE? MENEE? BMNG2? PMENE? ABFTZ? VPREI? PEINH? NETWR? ABGRU? ABGRT? E1EDP02* E1CUREF? E1ADDI1* E1EDP03* E1EDP04* E1EDP05* E1EDP20* E1EDPA1* E1EDP19* E1EDPAD? E1EDP17* E1EDP18* E1EDP35* E1EDPT1* E1EDC01*
    E1EDP02: QUALF? BELNR? ZEILE?
    E1EDP20: WMENG? AMENG? EDATU? EZEIT?
    E1EDPT1: TDID? TSSPRAS? TSSPRAS_ISO? E1EDPT2*
    E1EDPT2: TDLINE? TDFORMAT?
    E1EDS01: SUMID? SUMME? SUNIT? WAERQ?
    """)
}
