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
  ]

  static let names = all.map(\.name)

  static func text(of name: String) -> [UInt8]? { all.first { $0.name == name }?.text }
}
