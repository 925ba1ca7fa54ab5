/// The profiles that come with Ferry: `Builtin/<name>.yaml`, compiled into the program. A further one is a file there and
/// a line here.
enum BuiltinProfiles {
  /// With what each is for, in one line.
  static let all: [(name: String, text: [UInt8], about: String)] = [
    (
      "csv-semicolon-1252", PackageResources.csv_semicolon_1252_yaml,
      "orders, CSV: semicolon, decimal comma, Windows-1252, German column names"
    ),
    ("csv-header-lines", PackageResources.csv_header_lines_yaml, "orders, CSV: record types H, L and T in the first field"),
    ("csv-positions", PackageResources.csv_positions_yaml, "orders, CSV: no header, fields by position"),
    ("csv-pipe", PackageResources.csv_pipe_yaml, "returns, CSV: pipe, dates as DDMMYYYY"),
    ("ubl-order", PackageResources.ubl_order_yaml, "orders, XML: UBL 2.1 Order, Peppol's too"),
    ("opentrans-order", PackageResources.opentrans_order_yaml, "orders, XML: openTRANS 2.1 ORDER, with or without namespaces"),
    ("cxml-order", PackageResources.cxml_order_yaml, "orders, XML: cXML OrderRequest of the type new"),
    ("idoc-orders05", PackageResources.idoc_orders05_yaml, "orders, XML: SAP IDoc ORDERS05, several in a file"),
  ]

  /// Tables that any profile may name, as CSV: ISO 3166-1's codes of two letters, and of three, as those of three.
  static let tables: [String: [UInt8]] = ["countries": PackageResources.countries_csv]

  static let names = all.map(\.name)

  static func text(of name: String) -> [UInt8]? { all.first { $0.name == name }?.text }
}
