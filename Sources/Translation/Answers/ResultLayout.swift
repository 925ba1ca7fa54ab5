package import Documents

/// The result columns of a kind's answer, each with its place in the response. Declared once; serves the answers, `describe` and the manual.
package struct ResultLayout: Sendable {
  package struct Column: Sendable, Hashable {
    /// `snake_case`, unique in the answer.
    package let name: String
    /// From the root of the response, `items[].lines[].externalLineNumber`; empty for a column that Ferry computes.
    package let path: String
    /// Text of people, which a spreadsheet might run as a formula; identifiers and dates go out verbatim.
    package let isFreeText: Bool
    package let meaning: String

    init(_ name: String, _ path: String, freeText: Bool = false, _ meaning: String) {
      self.name = name
      self.path = path
      self.isFreeText = freeText
      self.meaning = meaning
    }
  }

  /// The array whose entries carry `index`: one answer row each, at least.
  package let unit: String
  package let columns: [Column]

  package static func of(_ kind: Kind) -> ResultLayout {
    switch kind {
    case .orders: orders
    case .returns: returns
    case .availability: availability
    }
  }

  /// In front of every kind's columns.
  package static let leading: [(name: String, meaning: String)] = [
    ("source_line", "Line of the file on which the record begins; the header is 1. XML: the line of its element."),
    ("document", "Number of the document."),
    ("line", "Number of the line in the document."),
    ("status", "accepted, refused, duplicate, conflict, in_doubt, unconfirmed or failed."),
    ("code", "Why, in one word; empty where accepted."),
    ("message", "Why, in a sentence."),
  ]

  private static let orders = ResultLayout(
    unit: "items[].lines[]",
    columns: [
      Column("external_order_id", "items[].externalOrderId", "Order of the distributor."),
      Column("external_order_number", "items[].externalOrderNumber", "Its number for people."),
      Column("external_order_date", "items[].externalOrderDate", "Its date, verbatim: returns and status requests need it so."),
      Column("external_warehouse_id", "items[].externalWarehouseId", "Warehouse that delivers."),
      Column("external_line_number", "items[].lines[].externalLineNumber", "Line in the distributor's order."),
      Column("ordered_quantity", "", "Pieces that were ordered from that warehouse."),
    ])

  private static let returns = ResultLayout(
    unit: "items[]",
    columns: [
      Column("external_return_id", "items[].externalReturnId", "Return of the distributor."),
      Column("external_return_number", "items[].externalReturnNumber", "Its number for people."),
      Column("external_return_date", "items[].externalReturnDate", "Its date, verbatim."),
      Column("external_return_line_number", "items[].externalReturnLineNumber", "Line in the distributor's return."),
    ])

  private static let availability = ResultLayout(
    unit: "items[]",
    columns: [
      Column("quantity", "items[].quantity", "Quantity as the distributor echoes it."),
      Column("part_external_part_number", "items[].part.identifier.external.partNumber", "Part the distributor speaks of."),
      Column("part_tecdoc_part_number", "items[].part.identifier.tecdoc.partNumber", "Its TecDoc part number."),
      Column("part_tecdoc_manufacturer_id", "items[].part.identifier.tecdoc.manufacturerId", "Its TecDoc manufacturer."),
      Column("pricing_net_price", "items[].pricing.netPrice", "Net price of one piece."),
      Column("pricing_public_price", "items[].pricing.publicPrice", "Public price of one piece."),
      Column("pricing_currency", "items[].pricing.currency", "Currency of the prices."),
      Column("pricing_vat", "items[].pricing.vat", "VAT rate as a fraction."),
      Column("pricing_core_price", "items[].pricing.corePrice", "Deposit for the old part."),
      Column("pricing_promotion_external_id", "items[].pricing.promotion.externalId", "Promotion."),
      Column("availabilities_external_primary_warehouse_id", "items[].availabilities.externalPrimaryWarehouseId", "Primary warehouse."),
      Column("availability_external_info_link", "items[].availabilityExternalInfo.link", "Where to read more."),
      Column(
        "availability_external_info_description", "items[].availabilityExternalInfo.description", freeText: true, "Description."),
      Column("entry", "", "The list that this row is an entry of: warehouses or fees."),
      Column("warehouses_external_id", "items[].availabilities.warehouses[].externalId", "Warehouse."),
      Column("warehouses_external_name", "items[].availabilities.warehouses[].externalName", freeText: true, "Its name."),
      Column("warehouses_is_primary", "items[].availabilities.warehouses[].isPrimary", "Whether it is the primary one."),
      Column("warehouses_available_quantity", "items[].availabilities.warehouses[].availableQuantity", "Pieces there."),
      Column(
        "warehouses_delivery_information", "items[].availabilities.warehouses[].delivery.information", freeText: true,
        "When it can deliver."),
      Column("warehouses_hide_stock", "items[].availabilities.warehouses[].hideStock", "Whether the stock shall not be shown."),
      Column("fees_label", "items[].pricing.fees[].label", freeText: true, "Name of a fee."),
      Column("fees_price", "items[].pricing.fees[].price", "Amount of the fee."),
    ])

  /// The place of a column among the result columns.
  package func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}
