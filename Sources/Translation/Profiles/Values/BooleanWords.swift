import Documents

/// The words for true and false, in any case of ASCII letters.
struct BooleanWords: Sendable {
  private let words: [(word: [UInt8], value: Bool)]

  init(_ style: ValueStyle) {
    func lowered(_ word: String) -> [UInt8] { word.utf8.map(\.lowercasedASCII) }
    words =
      (style.truths + ["true", "1"]).map { (lowered($0), true) } + (style.falsehoods + ["false", "0"]).map { (lowered($0), false) }
  }

  func value(of text: UnsafeBufferPointer<UInt8>) -> Bool? {
    for (word, value) in words where word.count == text.count {
      if word.indices.allSatisfy({ word[$0] == text[$0].lowercasedASCII }) { return value }
    }
    return nil
  }
}
