import Contracts

/// How an order search goes on: page after page up to `totalNumberOfPages`, since past the end the live service repeats the last one.
package enum SearchPages {
  /// A search with more pages is refused: it has to be narrowed.
  package static let most = 10_000

  /// How many pages the response says there are; 1 where it does not say.
  package static func count(in response: [UInt8]) -> Int {
    let text = (try? JSONReader.read(response))?["pagination"]?["totalNumberOfPages"]?.text ?? ""
    return Int(text) ?? 1
  }
}
