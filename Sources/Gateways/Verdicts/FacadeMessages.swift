import Contracts

/// The facade's machine-readable refusal: `{"messages": ["items[0].index must not be blank"]}`.
enum FacadeMessages {
  /// What a hostile target can make us keep.
  private static let mostMessages = 1_000
  private static let longestMessage = 1_000

  /// nil where the body is not that: no JSON object, no such member, an empty array, or anything in it that is no string.
  static func read(_ body: [UInt8]) -> [Outcome.Message]? {
    guard let elements = (try? JSONReader.read(body))?["messages"]?.elements, !elements.isEmpty else { return nil }
    var messages: [Outcome.Message] = []
    for element in elements.prefix(mostMessages) {
      guard case .string(let text) = element else { return nil }
      messages.append(Outcome.Message(item: item(in: text), text: String(text.prefix(longestMessage))))
    }
    return messages
  }

  private static let words = ["items[", "cartLines["].map { Array($0.utf8) }

  /// The n of the first `items[n]` or `cartLines[n]` that is a word of its own: `order.items[2].index` speaks of item 2,
  /// `preCheckoutItems[2]` does not.
  static func item(in text: String) -> Int? {
    let bytes = Array(text.utf8)
    for start in bytes.indices where start == 0 || !bytes[start - 1].isWordCharacter {
      guard let word = words.first(where: { bytes[start...].starts(with: $0) }) else { continue }
      let digits = bytes[(start + word.count)...].prefix { (0x30...0x39).contains($0) }
      let end = start + word.count + digits.count
      guard (1...9).contains(digits.count), end < bytes.count, bytes[end] == UInt8(ascii: "]") else { continue }
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    return nil
  }
}

extension UInt8 {
  fileprivate var isWordCharacter: Bool {
    (0x30...0x39).contains(self) || (0x61...0x7A).contains(self | 0x20) || self == UInt8(ascii: "_") || self >= 0x80
  }
}
