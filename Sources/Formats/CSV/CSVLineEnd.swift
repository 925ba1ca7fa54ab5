package enum CSVLineEnd: String, Sendable, Hashable, Codable {
  case lf
  case crlf
  /// Of the old Macintosh.
  case cr

  var bytes: String.UTF8View {
    switch self {
    case .lf: "\n".utf8
    case .crlf: "\r\n".utf8
    case .cr: "\r".utf8
    }
  }
}
