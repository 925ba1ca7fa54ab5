/// How much like text a sample looks in an encoding of one byte a character: letters where letters belong, and no box drawing.
struct CodePageJudgement {
  private enum Class {
    case lowercase, uppercase, digit, other
    /// Of Latin-1, which most text has, and the rarer ones.
    case accentedLowercase, accentedUppercase, rareLowercase, rareUppercase
    case cyrillicLowercase, cyrillicUppercase
    case euro, apostrophe, punctuation, symbol, drawing, strange, undefined

    var isASCIILetter: Bool { self == .lowercase || self == .uppercase }
    var isRare: Bool { self == .rareLowercase || self == .rareUppercase }
    var isAccented: Bool { self == .accentedLowercase || self == .accentedUppercase || isRare }
    var isCyrillic: Bool { self == .cyrillicLowercase || self == .cyrillicUppercase }
    var isLetter: Bool { isASCIILetter || isAccented || isCyrillic }
    var isLowercase: Bool { [.lowercase, .accentedLowercase, .rareLowercase, .cyrillicLowercase].contains(self) }
    var isUppercase: Bool { [.uppercase, .accentedUppercase, .rareUppercase, .cyrillicUppercase].contains(self) }
  }

  private let classes: [Class]

  init(_ table: TextTable) {
    classes = table.scalars.map { $0.map(Self.classify) ?? .undefined }
  }

  /// `nil` if a byte is undefined.
  func score(of sample: [UInt8]) -> Int? {
    var score = 0
    for at in sample.indices where sample[at] >= 0x80 {
      let before = at > 0 ? classes[Int(sample[at - 1])] : .other
      let after = at + 1 < sample.count ? classes[Int(sample[at + 1])] : .other
      guard let points = Self.points(of: classes[Int(sample[at])], between: before, and: after) else { return nil }
      score += points
    }
    return score
  }

  private static func points(of own: Class, between before: Class, and after: Class) -> Int? {
    let isInWord = before.isLetter && after.isLetter
    switch own {
    case .undefined: return nil
    case .accentedLowercase, .accentedUppercase, .rareLowercase, .rareUppercase:
      if own.isUppercase && before.isLowercase { return -2 }
      if before.isASCIILetter || after.isASCIILetter { return own.isRare ? 1 : 3 }
      return before.isAccented || after.isAccented ? -1 : 0
    case .cyrillicLowercase, .cyrillicUppercase:
      if own.isUppercase && before.isLowercase || before.isASCIILetter || after.isASCIILetter { return -2 }
      return before.isCyrillic || after.isCyrillic ? 2 : 0
    case .euro: return isInWord ? -2 : 1
    case .apostrophe: return isInWord ? 1 : 0
    case .punctuation: return isInWord ? -2 : 0
    case .symbol: return before.isLetter || after.isLetter ? -1 : 0
    case .drawing: return -3
    case .strange: return -1
    default: return 0
    }
  }

  private static func classify(_ scalar: Unicode.Scalar) -> Class {
    switch scalar {
    case "a"..."z": return .lowercase
    case "A"..."Z": return .uppercase
    case "0"..."9": return .digit
    case "\u{0}"..."\u{7F}": return .other
    case "\u{80}"..."\u{9F}", "\u{2300}"..."\u{25FF}": return .drawing
    case "€": return .euro
    case "’": return .apostrophe
    case "\u{2010}"..."\u{203A}", "«", "»", "\u{A0}", "¿", "¡": return .punctuation
    case "°", "§", "µ", "²", "³", "®", "©", "™", "½", "¼", "¾", "±", "·", "×", "÷", "£", "№": return .symbol
    case "ª", "º": return .other
    case "\u{C0}"..."\u{FF}": return scalar.properties.isUppercase ? .accentedUppercase : .accentedLowercase
    case "\u{100}"..."\u{24F}": return scalar.properties.isUppercase ? .rareUppercase : .rareLowercase
    case "\u{400}"..."\u{4FF}": return scalar.properties.isUppercase ? .cyrillicUppercase : .cyrillicLowercase
    default: return .strange
    }
  }
}
