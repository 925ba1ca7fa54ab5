/// What the order status knows of one order: for each level of service its document. The guide's examples are of three orders, each known
/// on one level only.
struct SchneiderOrder: Sendable {
  /// Its entry in `orderList`.
  var summary: JSONValue?
  var details: JSONValue?
  /// By item number.
  var schedules: [String: JSONValue] = [:]

  /// The content of `item` in the details.
  func item(_ number: String) -> JSONValue? {
    details?["itemList"]?.elements.lazy.compactMap { $0["item"] }.first { $0["itemNumber"] == .text(number) }
  }
}
