import Documents

/// Finds the line of a document by its number. The last one first, since rows of one line mostly follow each other; then the few there are;
/// a dictionary only for long documents.
struct LineTable {
  private static let few = 16
  private var last = -1
  private var entries: [[UInt8]: Int] = [:]

  mutating func removeAll() {
    last = -1
    if !entries.isEmpty { entries.removeAll(keepingCapacity: true) }
  }

  /// nil where the document has no line of that number yet, or the row has none.
  mutating func find(_ number: UnsafeBufferPointer<UInt8>, in document: Document, slot: Int) -> Int? {
    guard last >= 0, !number.isEmpty else { return nil }
    if isLine(last, number, document, slot) { return last }
    if document.lineCount > Self.few {
      if entries.isEmpty { index(document, slot) }
      guard let known = entries[Array(number)] else { return nil }
      last = known
      return known
    }
    var entry = document.first(of: document.layout.lines, in: 0)
    while entry >= 0, !isLine(entry, number, document, slot) { entry = document.next(entry) }
    if entry >= 0 { last = entry }
    return entry >= 0 ? entry : nil
  }

  mutating func insert(_ number: UnsafeBufferPointer<UInt8>, _ entry: Int) {
    last = entry
    if !entries.isEmpty, !number.isEmpty { entries[Array(number)] = entry }
  }

  private func isLine(_ entry: Int, _ number: UnsafeBufferPointer<UInt8>, _ document: Document, _ slot: Int) -> Bool {
    let value = document.value(entry, slot)
    return value.isFilled && document.text.withUnsafeBufferPointer { equal($0, at: value, number) }
  }

  private mutating func index(_ document: Document, _ slot: Int) {
    for entry in document.entries(of: document.layout.lines, in: 0) {
      let value = document.value(entry, slot)
      if value.isFilled { entries[Array(document.text[Int(value.offset)..<Int(value.offset + value.length)])] = entry }
    }
  }
}
