/// Finds the elements of one level in the raw bytes of a document that an ``XMLReader`` checks at the same time, so it need not know
/// more of XML than where markup begins and ends. Works on bytes, or pairs of them in UTF-16.
struct XMLSelection {
  private enum State: Equatable {
    case text, opened
    case bang(matched: Int)
    case comment(dashes: Int)
    case section(brackets: Int)
    case instruction(asked: Bool)
    case documentType
    case subset
    case startTag(slash: Bool)
    case endTag
  }

  private let keep: (Int) -> Bool
  private let level: Int
  private(set) var output: [UInt8] = []
  /// How many elements of the level there were so far.
  private(set) var elements = 0

  private var state = State.text
  private var quote: UInt8 = 0
  private var inSubset = false
  private var depth = 0
  private var isLeftOut = false
  /// Blanks, and the `<` behind them, that belong to a child which may be left out.
  private var held: [UInt8] = []
  private var width = 0
  private var isBigEndian = false
  private var first: [UInt8] = []

  init(level: Int, keep: @escaping (Int) -> Bool) {
    self.level = level
    self.keep = keep
  }

  mutating func takeOutput() -> [UInt8] {
    let taken = output
    output.removeAll(keepingCapacity: true)
    return taken
  }

  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes {
      if width == 1 { take(byte, byte, 0) } else { takeHalf(byte) }
    }
  }

  /// The first two bytes decide the width; later on, pairs are put together.
  private mutating func takeHalf(_ byte: UInt8) {
    first.append(byte)
    guard first.count == 2 else { return }
    let (one, two) = (first[0], first[1])
    first.removeAll(keepingCapacity: true)
    if width == 0 {
      isBigEndian = one == 0xFE && two == 0xFF || one == 0
      width = isBigEndian || one == 0xFF && two == 0xFE || two == 0 ? 2 : 1
      if width == 1 {
        take(one, one, 0)
        return take(two, two, 0)
      }
    }
    let (high, low) = isBigEndian ? (one, two) : (two, one)
    take(high == 0 ? low : 0xFF, one, two)
  }

  private mutating func write(_ one: UInt8, _ two: UInt8) {
    if isLeftOut { return }
    output.append(one)
    if width == 2 { output.append(two) }
  }

  private mutating func hold(_ one: UInt8, _ two: UInt8) {
    held.append(one)
    if width == 2 { held.append(two) }
  }

  private mutating func release() {
    output.append(contentsOf: held)
    held.removeAll(keepingCapacity: true)
  }

  /// `unit` is the character if it is ASCII, else 0xFF.
  private mutating func take(_ unit: UInt8, _ one: UInt8, _ two: UInt8) {
    switch state {
    case .text: return takeText(unit, one, two)
    case .opened: decide(unit)
    case .bang(let matched): takeBang(unit, matched)
    case .comment(let dashes):
      if unit == UInt8(ascii: ">"), dashes >= 2 { leave() } else { state = .comment(dashes: unit == UInt8(ascii: "-") ? dashes + 1 : 0) }
    case .section(let brackets):
      if unit == UInt8(ascii: ">"), brackets >= 2 {
        leave()
      } else {
        state = .section(brackets: unit == UInt8(ascii: "]") ? brackets + 1 : 0)
      }
    case .instruction(let asked):
      if unit == UInt8(ascii: ">"), asked { leave() } else { state = .instruction(asked: unit == UInt8(ascii: "?")) }
    case .documentType, .subset: takeDocumentType(unit)
    case .startTag(let slash): return takeStartTag(unit, slash, one, two)
    case .endTag:
      if unit == UInt8(ascii: ">") {
        write(one, two)
        return closeElement()
      }
    }
    write(one, two)
  }

  private mutating func takeText(_ unit: UInt8, _ one: UInt8, _ two: UInt8) {
    guard unit == UInt8(ascii: "<") || depth == level else { return write(one, two) }
    if unit == UInt8(ascii: "<") { state = .opened }
    hold(one, two)
    if depth != level || unit > UInt8(ascii: " ") && unit != UInt8(ascii: "<") || held.count > 64 << 10 {
      if isLeftOut { held.removeAll(keepingCapacity: true) } else { release() }
    }
  }

  /// What follows a `<`.
  private mutating func decide(_ unit: UInt8) {
    switch unit {
    case UInt8(ascii: "!"): state = .bang(matched: 0)
    case UInt8(ascii: "?"): state = .instruction(asked: false)
    case UInt8(ascii: "/"): state = .endTag
    default:
      state = .startTag(slash: false)
      if depth == level {
        isLeftOut = !keep(elements)
        elements += 1
        if isLeftOut { held.removeAll(keepingCapacity: true) }
      }
      depth += 1
    }
    release()
  }

  private mutating func takeBang(_ unit: UInt8, _ matched: Int) {
    if unit == UInt8(ascii: "["), !inSubset {
      state = .section(brackets: 0)
    } else if unit == UInt8(ascii: "-") {
      state = matched == 1 ? .comment(dashes: 0) : .bang(matched: 1)
    } else if !inSubset, unit == UInt8(ascii: "D") {
      state = .documentType
    } else if inSubset {
      state = .subset
    }
  }

  private mutating func takeDocumentType(_ unit: UInt8) {
    if quote != 0 {
      if unit == quote { quote = 0 }
      return
    }
    switch unit {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = unit
    case UInt8(ascii: "["):
      inSubset = true
      state = .subset
    case UInt8(ascii: "]"):
      inSubset = false
      state = .documentType
    case UInt8(ascii: "<"): state = .opened
    case UInt8(ascii: ">") where state == .documentType: state = .text
    default: break
    }
  }

  private mutating func takeStartTag(_ unit: UInt8, _ slash: Bool, _ one: UInt8, _ two: UInt8) {
    write(one, two)
    if quote != 0 {
      if unit == quote { quote = 0 }
    } else if unit == UInt8(ascii: "\"") || unit == UInt8(ascii: "'") {
      quote = unit
    } else if unit == UInt8(ascii: ">") {
      state = .text
      if slash { closeElement() }
    } else {
      state = .startTag(slash: unit == UInt8(ascii: "/"))
    }
  }

  /// Behind a comment, section or instruction.
  private mutating func leave() { state = inSubset ? .subset : .text }

  private mutating func closeElement() {
    state = .text
    depth -= 1
    if depth == level { isLeftOut = false }
  }
}
