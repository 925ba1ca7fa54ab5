import Crypto
import Documents

/// The content of a document as one SHA-256, whatever the file looked like: fields by name, numbers by value, entries in their order.
/// Layout, column order, number format, CSV or XML do not count; defaults and completion come later and do not count either.
struct CanonicalContent {
  /// In front of everything: a change of the rules below changes it, so that old fingerprints never match by accident.
  private static let version: StaticString = "ferry-content-1"

  private struct Slot {
    let name: [UInt8]
    let content: Field.Content
  }

  private let slots: [[Slot]]
  private var scratch: [UInt8] = []

  init(layout: Layout) {
    slots = layout.sections.map { section in
      section.fields.map { Slot(name: Array(layout.fields[$0].column.utf8), content: layout.fields[$0].content) }
    }
  }

  mutating func fingerprint(of document: Document) -> Fingerprint {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: UnsafeBufferPointer(start: Self.version.utf8Start, count: Self.version.utf8CodeUnitCount))
    document.text.withUnsafeBufferPointer { text in
      append(0, of: document, text)
    }
    return Fingerprint(Array(SHA256.hash(data: scratch)))
  }

  /// The entry's fields, then the entries of its lists, section by section.
  private mutating func append(_ index: Int, of document: Document, _ text: UnsafeBufferPointer<UInt8>) {
    let entry = document.entries[index]
    scratch.append(0x1D)
    for slot in slots[entry.section].indices {
      let value = document.values[entry.firstValue + slot]
      guard value.isFilled else { continue }
      scratch.append(contentsOf: slots[entry.section][slot].name)
      scratch.append(0x1F)
      append(
        UnsafeBufferPointer(rebasing: text[Int(value.offset)..<Int(value.offset + value.length)]), slots[entry.section][slot].content)
      scratch.append(0x1E)
    }
    for list in document.layout.sections[entry.section].lists {
      var child = document.first(of: list, in: index)
      while child >= 0 {
        append(child, of: document, text)
        child = document.next(child)
      }
      scratch.append(0x1C)
    }
  }

  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ content: Field.Content) {
    switch content {
    case .decimal, .quantity: appendNumber(bytes)
    case .boolean: scratch.append(ValueRules.boolean(bytes) == true ? UInt8(ascii: "1") : UInt8(ascii: "0"))
    case .text, .opaque, .date, .choice: scratch.append(contentsOf: bytes)
    }
  }

  /// `012.50` and `12.5` are equal.
  private mutating func appendNumber(_ bytes: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var end = bytes.count
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { start = 1 }
    while start < end - 1, bytes[start] == UInt8(ascii: "0"), bytes[start + 1] != UInt8(ascii: ".") { start += 1 }
    if bytes.contains(UInt8(ascii: ".")) {
      while bytes[end - 1] == UInt8(ascii: "0") { end -= 1 }
      if bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    }
    let isZero = end - start == 1 && bytes[start] == UInt8(ascii: "0")
    if isNegative, !isZero { scratch.append(UInt8(ascii: "-")) }
    scratch.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end]))
  }
}
