/// The media types that are read, in any case, with any parameters; a `charset` must be UTF-8.
enum MediaType {
  static func isJSON(_ header: String?) -> Bool { isType("application/json", header) }

  static func isForm(_ header: String?) -> Bool { isType("application/x-www-form-urlencoded", header) }

  private static func isType(_ type: String, _ header: String?) -> Bool {
    let parts = (header ?? "").lowercased().split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
    guard parts.first == type else { return false }
    return parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || ["charset=utf-8", "charset=\"utf-8\""].contains($0) }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
