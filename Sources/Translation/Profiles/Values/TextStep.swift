import Documents
import Formats

/// A step of a rule that makes text of text, compiled: it works on what stands at the end of a buffer.
enum TextStep: Sendable {
  case strip([[UInt8]])
  case pad(length: Int, with: UInt8)
  case part(FieldRule.Part, separator: [UInt8])
  case table(ValueLookup, place: Int)

  /// nil: ``FieldRule/Step/per(_:)``, which is done to the number.
  init?(_ step: FieldRule.Step, place: Int) {
    switch step {
    case .strip(let characters): self = .strip(characters.unicodeScalars.map { Array(String($0).utf8) })
    case .pad(let length, let filler): self = .pad(length: length, with: filler.utf8.first ?? UInt8(ascii: "0"))
    case .part(let part, let separator): self = .part(part, separator: Array(separator.utf8))
    case .table(let table): self = .table(ValueLookup(table), place: place)
    case .per: return nil
    }
  }

  /// Changes `buffer[start...]`, which has no blanks around it, before and after.
  func apply(to buffer: inout [UInt8], from start: Int) -> ValueMistake? {
    guard buffer.count > start else { return nil }
    switch self {
    case .strip(let characters): Self.strip(characters, &buffer, start)
    case .pad(let length, let filler):
      let count = buffer.count - start
      if count < length, buffer[start...].allSatisfy(\.isASCIIDigit) {
        buffer.insert(contentsOf: repeatElement(filler, count: length - count), at: start)
      }
    case .part(let part, let separator): Self.keep(part, separator, &buffer, start)
    case .table(let lookup, let place):
      let value = buffer.withUnsafeBufferPointer { lookup.value(of: UnsafeBufferPointer(rebasing: $0[start...])) }
      switch (value, lookup.otherwise) {
      case (let value?, _): buffer.replaceSubrange(start..., with: value)
      case (nil, .keep): break
      case (nil, .value(let text)): buffer.replaceSubrange(start..., with: text.utf8)
      case (nil, .refuse): return .notInTable(step: place)
      }
    }
    trim(&buffer, start)
    return nil
  }

  private static func strip(_ characters: [[UInt8]], _ buffer: inout [UInt8], _ start: Int) {
    var from = start
    var to = start
    while from < buffer.count {
      let found = characters.first { character in
        from + character.count <= buffer.count && character.indices.allSatisfy { buffer[from + $0] == character[$0] }
      }
      if let found {
        from += found.count
      } else {
        buffer[to] = buffer[from]
        to += 1
        from += 1
      }
    }
    buffer.removeSubrange(to...)
  }

  private static func keep(_ part: FieldRule.Part, _ separator: [UInt8], _ buffer: inout [UInt8], _ start: Int) {
    guard !separator.isEmpty else { return }
    /// Where the separator begins, at `from` or behind it.
    func next(_ from: Int) -> Int? {
      var at = from
      while at + separator.count <= buffer.count {
        if separator.indices.allSatisfy({ buffer[at + $0] == separator[$0] }) { return at }
        at += 1
      }
      return nil
    }
    // The piece that is wanted; of `last` and `lead` the one behind the last separator.
    var piece = (start: start, number: 1)
    var first: Int?
    var last = start
    while let cut = next(piece.start) {
      if first == nil { first = cut }
      if case .first = part { break }
      if case .rest = part { break }
      if case .number(piece.number) = part { break }
      last = cut
      piece = (cut + separator.count, piece.number + 1)
    }
    let kept: Range<Int> =
      switch part {
      case .first: start..<(first ?? buffer.count)
      case .last: piece.start..<buffer.count
      case .rest: first.map { $0 + separator.count..<buffer.count } ?? start..<start
      case .lead: start..<last
      case .number(let number): number == piece.number ? piece.start..<(next(piece.start) ?? buffer.count) : start..<start
      }
    buffer.removeSubrange(kept.upperBound...)
    buffer.removeSubrange(start..<kept.lowerBound)
  }

  private func trim(_ buffer: inout [UInt8], _ start: Int) {
    let kept = buffer.withUnsafeBufferPointer { trimmedEnds($0, from: start, to: $0.count) }
    buffer.removeSubrange(kept.end...)
    buffer.removeSubrange(start..<kept.start)
  }
}
