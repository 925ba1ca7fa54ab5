/// One business message as its fields' text: an arena of UTF-8 bytes, and for each field where its value stands in the arena and in the file.
/// A document is built once and reused for the next one, so that a file of a million documents allocates as much as a file of one.
package struct Document: Sendable {
  /// A field's text and where it came from.
  package struct Value: Sendable, Hashable {
    package var offset: Int32 = 0
    /// In bytes. -1: the field is not there. 0: it is there and empty (an empty element, a quoted empty cell).
    package var length: Int32 = -1
    /// In the file, both from 1; 0 where there is none.
    package var line: Int32 = 0
    package var column: Int32 = 0

    package init() {}
    package var isFilled: Bool { length > 0 }
    package var isPresent: Bool { length >= 0 }
  }

  /// One instance of a section: the document itself, one line, one entry of a list.
  package struct Entry: Sendable, Hashable {
    package let section: Int
    /// Index of the first value in `values`; the section's slots follow each other.
    package let firstValue: Int
    /// Index into `heads` of the first of the section's lists.
    package let firstHead: Int
    /// The line of the file on which it begins.
    package let line: Int
    /// The entry whose list it is in; -1 for the document itself.
    package let owner: Int32
    /// Bit n: slot n is filled. The same for slots that are there, filled or empty.
    package fileprivate(set) var filled: UInt64 = 0
    package fileprivate(set) var present: UInt64 = 0
    /// The next entry of the same list of the same owner; -1: none.
    package fileprivate(set) var next: Int32 = -1
  }

  /// A list of an entry.
  package struct Head: Sendable, Hashable {
    package fileprivate(set) var first: Int32 = -1
    package fileprivate(set) var last: Int32 = -1
    package fileprivate(set) var count: Int32 = 0
  }

  package let layout: Layout
  package private(set) var text: [UInt8] = []
  package private(set) var values: [Value] = []
  package private(set) var entries: [Entry] = []
  private var heads: [Head] = []
  /// 0-based place of the document in its file.
  package var ordinal = 0
  /// Bytes of the file that hold it, from its first record's first byte to after its last record's line end. XML: empty.
  package var byteRange = 0..<0

  package init(layout: Layout) { self.layout = layout }

  /// Empties it for the next document, and adds the entry of the document itself.
  package mutating func begin(ordinal: Int, line: Int) {
    text.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    heads.removeAll(keepingCapacity: true)
    self.ordinal = ordinal
    byteRange = 0..<0
    append(section: 0, line: line)
  }

  /// Adds an entry to the owner's list of that section and returns its index.
  @discardableResult
  package mutating func append(section: Int, to owner: Int = -1, line: Int) -> Int {
    let index = entries.count
    entries.append(Entry(section: section, firstValue: values.count, firstHead: heads.count, line: line, owner: Int32(owner)))
    let size = layout.sizes[section]
    values.append(contentsOf: repeatElement(Value(), count: size.slots))
    heads.append(contentsOf: repeatElement(Head(), count: size.lists))
    if owner >= 0 {
      let head = entries[owner].firstHead + size.place
      if heads[head].last >= 0 { entries[Int(heads[head].last)].next = Int32(index) } else { heads[head].first = Int32(index) }
      heads[head].last = Int32(index)
      heads[head].count += 1
    }
    return index
  }

  /// Puts bytes into the arena, for values that ``set(_:_:at:count:line:column:)`` finds in them. Returns where they begin.
  package mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let start = text.count
    text.append(contentsOf: bytes)
    return start
  }

  /// A value within the arena.
  @inline(__always)
  package mutating func set(_ entry: Int, _ slot: Int, at offset: Int, count: Int, line: Int32, column: Int32) {
    var value = Value()
    value.offset = Int32(truncatingIfNeeded: offset)
    value.length = Int32(truncatingIfNeeded: count)
    value.line = line
    value.column = column
    values[entries[entry].firstValue + slot] = value
    entries[entry].present |= 1 << UInt64(slot)
    if count > 0 { entries[entry].filled |= 1 << UInt64(slot) }
  }

  package mutating func set(_ entry: Int, _ slot: Int, to bytes: UnsafeBufferPointer<UInt8>, line: Int32, column: Int32) {
    set(entry, slot, at: keep(bytes), count: bytes.count, line: line, column: column)
  }

  package func value(_ entry: Int, _ slot: Int) -> Value { values[entries[entry].firstValue + slot] }

  /// First entry of a list of an entry; the others follow by `next`. -1: the list is empty.
  package func first(of section: Int, in owner: Int) -> Int { Int(heads[entries[owner].firstHead + layout.sizes[section].place].first) }

  package func last(of section: Int, in owner: Int) -> Int { Int(heads[entries[owner].firstHead + layout.sizes[section].place].last) }

  package func count(of section: Int, in owner: Int) -> Int { Int(heads[entries[owner].firstHead + layout.sizes[section].place].count) }

  package func next(_ entry: Int) -> Int { Int(entries[entry].next) }

  /// The entries of a list, in order of the file.
  package func entries(of section: Int, in owner: Int) -> [Int] {
    var found: [Int] = []
    var entry = first(of: section, in: owner)
    while entry >= 0 {
      found.append(entry)
      entry = next(entry)
    }
    return found
  }

  /// The entry that an entry belongs to; -1 for the document itself.
  package func owner(of entry: Int) -> Int { Int(entries[entry].owner) }

  package func string(_ value: Value) -> String {
    guard value.isFilled else { return "" }
    return String(decoding: text[Int(value.offset)..<Int(value.offset + value.length)], as: UTF8.self)
  }

  /// A document laid bare for the loops that run over each value of each file: without copies, counting of references and checks of
  /// bounds. Whoever follows the indexes in it stays within it.
  package struct Contents {
    package let text: UnsafeRawBufferPointer
    package let values: UnsafePointer<Value>
    package let entries: UnsafeBufferPointer<Entry>
    package let heads: UnsafePointer<Head>
  }

  /// The pointers may not leave `body`.
  package func withContents(_ body: (Contents) -> Void) {
    text.withUnsafeBytes { text in
      values.withUnsafeBufferPointer { values in
        entries.withUnsafeBufferPointer { entries in
          heads.withUnsafeBufferPointer { heads in
            guard let values = values.baseAddress, let heads = heads.baseAddress else { return }
            body(Contents(text: text, values: values, entries: entries, heads: heads))
          }
        }
      }
    }
  }

  /// Sets many slots of an entry at once: `body` writes into the entry's values and returns the bits of those that are there and of those
  /// that are filled. The pointer may not leave it.
  package mutating func withSlots(of entry: Int, _ body: (UnsafeMutablePointer<Value>) -> (present: UInt64, filled: UInt64)) {
    let first = entries[entry].firstValue
    let set: (present: UInt64, filled: UInt64) = values.withUnsafeMutableBufferPointer { $0.baseAddress.map { body($0 + first) } ?? (0, 0) }
    entries[entry].present |= set.present
    entries[entry].filled |= set.filled
  }

  /// The text of a field of an entry by its column; nil where it is not filled. For people and tests: slow.
  package func string(_ column: String, in entry: Int) -> String? {
    guard let field = layout.fieldIndex(column: column) else { return nil }
    let place = layout.place(of: field)
    guard entries[entry].section == place.section else { return nil }
    let value = value(entry, place.slot)
    return value.isFilled ? string(value) : nil
  }

  /// The document's own number; nil where the file gives none.
  package var number: String? {
    guard layout.numberField != nil else { return nil }
    let value = value(0, layout.numberSlot)
    return value.isFilled ? string(value) : nil
  }

  /// What the answer calls it: its number, or what names it instead; empty where the file gives neither.
  package var name: String {
    if let number { return number }
    return layout.nameSlots.lazy.map { value(0, $0) }.first(where: \.isFilled).map(string) ?? ""
  }

  /// A document without lines is its own one.
  package var lineCount: Int { layout.isSingle ? 1 : count(of: layout.lines, in: 0) }

  /// The entries of the lines, in order of the file.
  package var lines: [Int] { layout.isSingle ? [0] : entries(of: layout.lines, in: 0) }

  /// Takes an entry out of its owner's list; the others keep their order.
  package mutating func unlink(_ entry: Int) {
    let owner = Int(entries[entry].owner)
    let head = entries[owner].firstHead + layout.sizes[entries[entry].section].place
    var previous: Int32 = -1
    var current = heads[head].first
    while current >= 0, Int(current) != entry {
      previous = current
      current = entries[Int(current)].next
    }
    guard current >= 0 else { return }
    let next = entries[entry].next
    if previous >= 0 { entries[Int(previous)].next = next } else { heads[head].first = next }
    if heads[head].last == current { heads[head].last = previous }
    heads[head].count -= 1
    entries[entry].next = -1
  }
}
