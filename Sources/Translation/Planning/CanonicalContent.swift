import Crypto
package import Documents

/// The content of a document as one SHA-256, whatever the file looked like: fields by name, numbers by value, entries in their order.
/// Layout, column order, number format, CSV or XML do not count; defaults and completion come later and do not count either.
package struct CanonicalContent {
  private let rules: Rules
  private var scratch: [UInt8] = []

  package init(layout: Layout) { rules = Rules(layout: layout) }

  package mutating func fingerprint(of document: Document) -> Fingerprint {
    let rules = rules
    let needed = rules.size(of: document)
    if scratch.count < needed { scratch = Array(repeating: 0, count: needed) }
    let digest = scratch.withUnsafeMutableBytes { scratch in
      var hash = SHA256()
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: scratch[..<rules.write(document, into: scratch)]))
      return hash.finalize()
    }
    return digest.withUnsafeBytes { Fingerprint([UInt8]($0)) }
  }
}

/// How a document's content is put in bytes; compiled once for a file.
private struct Rules {
  /// In front of everything: a change of the rules below changes it, so that old fingerprints never match by accident.
  private static let version: StaticString = "ferry-content-1"
  private static let listEnd: UInt8 = 0xFF

  private struct Slot {
    var code: UInt16
    var shape: ValueShape
  }

  /// By section and slot, one after the other; and where a section's begin, and how many lists it has.
  private var slots: [Slot] = []
  private var sections: [(firstSlot: Int, lists: Int)] = []

  init(layout: Layout) {
    for section in layout.sections {
      sections.append((slots.count, section.lists.count))
      for field in section.fields {
        slots.append(Slot(code: Self.code(of: layout.fields[field].column), shape: ValueShape(layout.fields[field].content)))
      }
    }
  }

  /// Stands for a field's name, whatever place it has in the table: FNV-1a of 32 bits, folded. The fields of a kind differ in it.
  private static func code(of name: String) -> UInt16 {
    let hash = name.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    return UInt16(truncatingIfNeeded: hash >> 16 ^ hash)
  }

  /// At least as many bytes as the document can come to.
  func size(of document: Document) -> Int {
    var values = 0
    for entry in document.entries {
      values += entry.filled.nonzeroBitCount * ContentBytes.mostBeforeValue + 1 + sections.count
    }
    return values + document.text.count + Self.version.utf8CodeUnitCount
  }

  /// Returns how many bytes it wrote.
  func write(_ document: Document, into memory: UnsafeMutableRawBufferPointer) -> Int {
    var out = ContentBytes(memory: memory)
    out.append(UnsafeRawBufferPointer(start: Self.version.utf8Start, count: Self.version.utf8CodeUnitCount))
    document.withContents { contents in
      slots.withUnsafeBufferPointer { append(0, contents, $0, to: &out) }
    }
    return out.count
  }

  /// The entry's fields, each with its code and its length, then the entries of its lists, section by section.
  private func append(
    _ index: Int, _ contents: Document.Contents, _ slots: UnsafeBufferPointer<Slot>,
    to out: inout ContentBytes
  ) {
    let entry = contents.entries[index]
    let section = sections[entry.section]
    let values = contents.values + entry.firstValue
    out.append(UInt8(truncatingIfNeeded: entry.filled.nonzeroBitCount))
    var filled = entry.filled
    while filled != 0 {
      let number = filled.trailingZeroBitCount
      filled &= filled &- 1
      let slot = slots[section.firstSlot &+ number]
      out.append(code: slot.code)
      let value = values[number]
      append(UnsafeRawBufferPointer(rebasing: contents.text[Int(value.offset)..<Int(value.offset &+ value.length)]), slot.shape, to: &out)
    }
    for list in 0..<section.lists {
      var child = Int(contents.heads[entry.firstHead &+ list].first)
      while child >= 0 {
        append(child, contents, slots, to: &out)
        child = Int(contents.entries[child].next)
      }
      out.append(Self.listEnd)
    }
  }

  /// `012.50` and `12.5` are equal, `true` and `1` are.
  @inline(__always)
  private func append(_ bytes: UnsafeRawBufferPointer, _ shape: ValueShape, to out: inout ContentBytes) {
    switch shape {
    case .text, .date, .choice, .segment, .currency: out.append(sized: bytes)
    case .decimal, .quantity:
      let number = ValueRules.canonicalNumber(bytes.bindMemory(to: UInt8.self))
      out.append(number.isNegative ? 1 : 0)
      out.append(sized: UnsafeRawBufferPointer(number.digits))
    case .boolean: out.append(ValueRules.boolean(bytes.bindMemory(to: UInt8.self)) == true ? 1 : 0)
    }
  }
}

/// Writes into memory that is known to suffice.
private struct ContentBytes {
  /// The field's code, a sign and a length.
  static let mostBeforeValue = 7

  let memory: UnsafeMutableRawBufferPointer
  var count = 0

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    memory[count] = byte
    count &+= 1
  }

  @inline(__always)
  mutating func append(code: UInt16) {
    memory.storeBytes(of: code.littleEndian, toByteOffset: count, as: UInt16.self)
    count &+= 2
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
    count &+= bytes.count
  }

  @inline(__always)
  mutating func append(sized bytes: UnsafeRawBufferPointer) {
    memory.storeBytes(of: UInt32(truncatingIfNeeded: bytes.count).littleEndian, toByteOffset: count, as: UInt32.self)
    count &+= 4
    append(bytes)
  }
}
