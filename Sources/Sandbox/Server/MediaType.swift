/// The one media type the facade reads.
enum MediaType {
  /// `application/json`, in any case, with any parameters; a `charset` must be UTF-8.
  static func isJSON(_ header: String?) -> Bool {
    let parts = (header ?? "").lowercased().split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
    guard parts.first == "application/json" else { return false }
    return parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || ["charset=utf-8", "charset=\"utf-8\""].contains($0) }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
