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

  static let ubl = StandardStructure(
    """
    OrderResponse: UBLVersionID? CustomizationID? ProfileID? ID SalesOrderID? IssueDate IssueTime? OrderResponseCode? Note* DocumentCurrencyCode? OrderReference+ SellerSupplierParty BuyerCustomerParty OrderLine+
    OrderReference: ID SalesOrderID? IssueDate?
    SellerSupplierParty: Party?
    BuyerCustomerParty: Party?
    Party: PartyIdentification* PartyName*
    PartyName: Name
    OrderLine: SubstitutionStatusCode? Note* LineItem OrderLineReference*
    LineItem: ID SalesOrderID? UUID? Note* LineStatusCode? Quantity? Item
    Item: Description* Name? SellersItemIdentification?
    OrderLineReference: LineID SalesOrderLineID?
    """)

  static let openTrans = StandardStructure(
    """
    ORDERRESPONSE: ORDERRESPONSE_HEADER ORDERRESPONSE_ITEM_LIST ORDERRESPONSE_SUMMARY
    ORDERRESPONSE_HEADER: CONTROL_INFO? ORDERRESPONSE_INFO
    ORDERRESPONSE_INFO: ORDER_ID ORDERRESPONSE_DATE ORDER_DATE? ALT_CUSTOMER_ORDER_ID* SUPPLIER_ORDER_ID? DELIVERY_DATE? PARTIES ORDER_PARTIES_REFERENCE CURRENCY? REMARKS*
    PARTIES: PARTY+
    PARTY: PARTY_ID+ PARTY_ROLE*
    ORDER_PARTIES_REFERENCE: BUYER_IDREF SUPPLIER_IDREF
    ORDERRESPONSE_ITEM_LIST: ORDERRESPONSE_ITEM+
    ORDERRESPONSE_ITEM: LINE_ITEM_ID PRODUCT_ID QUANTITY ORDER_UNIT PRICE_LINE_AMOUNT? DELIVERY_DATE? REMARKS*
    PRODUCT_ID: SUPPLIER_PID?
    ORDERRESPONSE_SUMMARY: TOTAL_ITEM_NUM TOTAL_AMOUNT?
    """)

  static let idoc = StandardStructure(
    """
    ORDERS05: IDOC*
    IDOC: EDI_DC40 E1EDK01 E1EDK14* E1EDK03* E1EDKA1* E1EDK02* E1EDKT1* E1EDP01* E1EDS01*
    EDI_DC40: TABNAM MANDT? DOCNUM? DOCREL? STATUS? DIRECT OUTMOD? IDOCTYP MESTYP SNDPOR SNDPRT SNDPRN RCVPOR RCVPRT RCVPRN CREDAT? CRETIM? ARCKEY? SERIAL?
    E1EDK01: ACTION? KZABS? CURCY? BELNR?
    E1EDK03: IDDAT DATUM
    E1EDKA1: PARVW PARTN?
    E1EDK02: QUALF BELNR?
    E1EDKT1: TDID TSSPRAS? TSSPRAS_ISO? E1EDKT2*
    E1EDKT2: TDLINE TDFORMAT?
    E1EDP01: POSEX? ACTION? PSTYP? KZABS? MENGE? MENEE? ABGRU? ABGRT? E1EDP02* E1EDP03* E1EDP20* E1EDP19* E1EDPT1*
    E1EDP02: QUALF BELNR? ZEILE?
    E1EDP20: WMENG
    E1EDPT1: TDID TSSPRAS? TSSPRAS_ISO? E1EDPT2*
    E1EDPT2: TDLINE TDFORMAT?
    E1EDS01: SUMID SUMME
    """)
}
