import Synchronization

/// The orders that the order status tells of: the guide's examples in RU, and in each country as many generated ones as were asked for.
final class SchneiderBooks: Sendable {
  /// Why an order was not found.
  struct Refusal: Error {
    var reply: Reply
  }

  /// Those that the guide names; others exist as soon as they have orders.
  private static let countries: Set<String> = ["FR", "RU", "BR"]

  /// How many orders were generated for each country.
  private let generated = Mutex<[String: Int]>([:])

  func reset() { generated.withLock { $0 = [:] } }

  func fill(country: String, count: Int) { generated.withLock { $0[country] = count } }

  /// The newest first, so that one more moves every page by one. Nil: there is no such country.
  func summaries(in country: String) -> [JSONValue]? {
    let count = generated.withLock { $0[country] }
    guard count != nil || Self.countries.contains(country) else { return nil }
    let examples = country == SchneiderExample.country ? SchneiderExample.orders.values.compactMap(\.summary) : []
    return examples + (0..<(count ?? 0)).reversed().map { GeneratedOrder(country: country, position: $0 + 1).summary }
  }

  /// The order of the country and number that the call's path names first.
  func find(_ call: Call) -> Result<SchneiderOrder, Refusal> {
    let country = call.parameters[0]
    let number = call.parameters[1]
    let count = generated.withLock { $0[country] }
    guard count != nil || Self.countries.contains(country) else { return .failure(Refusal(reply: .invalidInput)) }
    guard !number.isEmpty else { return .failure(Refusal(reply: .emptyOrderNumber)) }
    if country == SchneiderExample.country, let example = SchneiderExample.orders[number] { return .success(example) }
    guard let order = GeneratedOrder(country: country, number: number), order.position <= count ?? 0 else {
      return .failure(Refusal(reply: .invalidOrderNumber))
    }
    return .success(order.documents)
  }
}
