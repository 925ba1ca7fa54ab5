// Column groups that several kinds have in common; the seed repeats them letter for letter.

extension [ResultLayout.Column] {
  /// `part` of an item.
  static let part: [ResultLayout.Column] = [
    .init("part_external_part_number", "items[].part.identifier.external.partNumber", "Part the distributor speaks of."),
    .init("part_tecdoc_part_number", "items[].part.identifier.tecdoc.partNumber", "Its TecDoc part number."),
    .init("part_tecdoc_manufacturer_id", "items[].part.identifier.tecdoc.manufacturerId", "Its TecDoc manufacturer."),
  ]

  /// `pricing` of an item, without its fees.
  static let pricing: [ResultLayout.Column] = [
    .init("pricing_net_price", "items[].pricing.netPrice", as: .number, "Net price of one piece."),
    .init("pricing_public_price", "items[].pricing.publicPrice", as: .number, "Public price of one piece."),
    .init("pricing_currency", "items[].pricing.currency", "Currency of the prices."),
    .init("pricing_vat", "items[].pricing.vat", as: .number, "VAT rate as a fraction."),
    .init("pricing_core_price", "items[].pricing.corePrice", as: .number, "Deposit for the old part."),
    .init("pricing_promotion_external_id", "items[].pricing.promotion.externalId", "Promotion."),
  ]

  static let fees: [ResultLayout.Column] = [
    .init("fees_label", "items[].pricing.fees[].label", as: .text, "Name of a fee."),
    .init("fees_price", "items[].pricing.fees[].price", as: .number, "Amount of the fee."),
  ]

  /// `warehouses` below `items[].<object>`.
  static func warehouses(in object: String, quantities: [(name: String, path: String, meaning: String)]) -> [ResultLayout.Column] {
    let path = "items[].\(object).warehouses[]."
    return [
      .init("warehouses_external_id", path + "externalId", "Warehouse."),
      .init("warehouses_external_name", path + "externalName", as: .text, "Its name."),
      .init("warehouses_is_primary", path + "isPrimary", "Whether it is the primary one."),
    ] + quantities.map { ResultLayout.Column("warehouses_" + $0.name, path + $0.path, as: .number, $0.meaning) } + [
      .init("warehouses_delivery_information", path + "delivery.information", as: .text, "When it can deliver."),
      .init("warehouses_hide_stock", path + "hideStock", "Whether the stock shall not be shown."),
    ]
  }

  /// An address below `object`.
  static func address(in object: String, named prefix: String) -> [ResultLayout.Column] {
    [
      ("name", "name"), ("street", "street"), ("complements", "complements"), ("city", "city"), ("zip_code", "zipCode"),
      ("region", "region"), ("country", "country"),
    ].map { name, member in
      let words = name.split(separator: "_").joined(separator: " ")
      return .init("\(prefix)_\(name)", "\(object).\(member)", as: .text, "Address: \(words).")
    }
  }
}
