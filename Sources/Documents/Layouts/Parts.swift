// Field groups that several kinds have in common; the seed repeats them letter for letter.

extension [Field] {
  /// `part.identifier` below a line.
  static func part(in line: String) -> [Field] {
    [
      Field(
        "part_number", "\(line).part.identifier.external.partNumber", required: true,
        "Part number of the distributor. This or the TecDoc pair is required."
      ),
      Field("tecdoc_part_number", "\(line).part.identifier.tecdoc.partNumber", required: true, "TecDoc part number."),
      Field(
        "tecdoc_manufacturer_id", "\(line).part.identifier.tecdoc.manufacturerId", required: true,
        "TecDoc manufacturer, text with its leading zeros, for example 0013."),
    ]
  }

  /// The third identifier of a part, which only the pre-checkout has, and its description.
  static func kromeda(in line: String) -> [Field] {
    [
      Field("kromeda_part_number", "\(line).part.identifier.kromeda.partNumber", required: true, "Kromeda part number, passed through."),
      Field("kromeda_manufacturer_id", "\(line).part.identifier.kromeda.manufacturerId", required: true, "Kromeda manufacturer."),
      Field("kromeda_manufacturer_label", "\(line).part.identifier.kromeda.manufacturerLabel", "Name of the Kromeda manufacturer."),
      Field("part_description", "\(line).part.description", "Description of the part."),
    ]
  }

  /// `pricing` below a line. The fee's list is keyed by `fee_label`.
  static func pricing(in line: String) -> [Field] {
    [
      Field("net_price", "\(line).pricing.netPrice", as: .decimal, required: true, "Net price of one piece."),
      Field("public_price", "\(line).pricing.publicPrice", as: .decimal, "Public price of one piece."),
      Field("currency", "\(line).pricing.currency", as: .currency, required: true, "Currency of the prices, ISO 4217, for example EUR."),
      Field("vat", "\(line).pricing.vat", as: .decimal, "VAT rate as a fraction: 0.2 is 20 %."),
      Field("core_price", "\(line).pricing.corePrice", as: .decimal, "Deposit for the old part."),
      Field("promotion_id", "\(line).pricing.promotion.externalId", required: true, "Promotion of the distributor."),
      Field("fee_label", "\(line).pricing.fees[].label", required: true, "Name of a fee; a further row with another label adds a fee."),
      Field("fee_price", "\(line).pricing.fees[].price", as: .decimal, required: true, "Amount of the fee."),
    ]
  }

  /// An address object; `prefix` is `ship` or `bill`.
  static func address(_ prefix: String, in object: String) -> [Field] {
    [
      Field("\(prefix)_name", "\(object).name", "Name in the address."),
      Field("\(prefix)_street", "\(object).street", "Street and house number."),
      Field("\(prefix)_complements", "\(object).complements", "Building, floor, door."),
      Field("\(prefix)_city", "\(object).city", "City."),
      Field("\(prefix)_zip", "\(object).zipCode", "Postal code."),
      Field("\(prefix)_region", "\(object).region", "Region."),
      Field("\(prefix)_country", "\(object).country", "Country, for example FRA."),
    ]
  }
}
