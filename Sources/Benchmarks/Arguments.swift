/// The words after the program's name: `--name value` pairs anywhere, the others in their order.
struct Arguments {
  private var words: [String] = []
  private var options: [String: String] = [:]

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var iterator = arguments.makeIterator()
    while let word = iterator.next() {
      guard word.hasPrefix("--") else {
        words.append(word)
        continue
      }
      guard let value = iterator.next() else { throw UsageError("\(word) needs a value") }
      options[word] = value
    }
  }

  /// Takes the next word.
  mutating func word(_ what: String) throws(UsageError) -> String {
    guard !words.isEmpty else { throw UsageError("the \(what) is missing") }
    return words.removeFirst()
  }

  mutating func count(_ what: String, default standard: Int? = nil) throws(UsageError) -> Int {
    if words.isEmpty, let standard { return standard }
    let word = try word(what)
    guard let count = Int(word), count > 0 else { throw UsageError("\(what) \(word) is no number above 0") }
    return count
  }

  func option(_ name: String, default standard: String? = nil) throws(UsageError) -> String {
    guard let value = options[name] ?? standard else { throw UsageError("\(name) is missing") }
    return value
  }

  func number(_ name: String, default standard: Int) throws(UsageError) -> Int {
    guard let text = options[name] else { return standard }
    guard let number = Int(text), number >= 0 else { throw UsageError("\(name) \(text) is no number") }
    return number
  }
}
