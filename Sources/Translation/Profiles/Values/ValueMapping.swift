import Documents
import Formats

/// A ``FieldRule`` compiled once for a file: the source's text in, the canonical value out. Works on bytes, without a `String` for each cell;
/// CSV and XML alike. The caller joins the sources and hands over the text, with or without blanks around it.
/// A class, since it is taken in hand for every cell, and a copy of a struct would count references to all that is in it.
package final class ValueMapping: Sendable {
  package enum Outcome: Sendable, Hashable {
    /// The value is the text, without blanks around it.
    case same
    /// The value has been appended to the buffer.
    case changed
    /// A placeholder that is valid for the field has been appended, so that the mistake is reported once.
    case wrong(ValueMistake)
  }

  package let rule: FieldRule
  /// Index into the fields of the kind's layout.
  package let field: Int
  /// The text never becomes anything else; only ``Exponent/isDamage(_:)`` is to be asked of it.
  package let isIdentity: Bool
  /// `quantity (column "Menge")`.
  package let label: String

  let content: Field.Content
  let style: ValueStyle
  let profile: String
  let steps: [TextStep]
  let ifEmpty: [UInt8]
  private let numbers: NumberFormat
  private let dates: [DatePattern]
  private let words: BooleanWords

  /// nil: the profile's kind has no such column.
  package init?(_ rule: FieldRule, of profile: Profile) {
    let layout = profile.kind.layout
    guard let field = layout.fieldIndex(column: rule.column) else { return nil }
    self.rule = rule
    self.field = field
    self.profile = profile.name
    label = rule.label
    content = layout.fields[field].content
    style = rule.style ?? profile.style
    ifEmpty = Array((rule.ifEmpty ?? "").utf8)
    steps = rule.steps.enumerated().compactMap { TextStep($0.element, place: $0.offset) }
    numbers = NumberFormat(style)
    dates = style.dates.map(DatePattern.init)
    words = BooleanWords(style)
    isIdentity =
      switch content {
      case .text, .opaque, .segment: rule.steps.isEmpty && ifEmpty.isEmpty
      case .decimal, .quantity, .boolean, .date, .choice, .currency: false
      }
  }

  /// The value of a constant, which is written as canonical files write it; nil for other sources.
  package var constant: String? {
    if case .constant(let text) = rule.source { text } else { nil }
  }

  /// What a price is per; nil where it is for one.
  package var base: FieldRule.Source? {
    for case .per(let source) in rule.steps { return source }
    return nil
  }

  /// Maps one text. `base`: the text of ``base``, empty where there is none. `pieces`: how many one of a quantity's unit is. The buffer may only be read behind its former end, and only
  /// after `changed` and `wrong`.
  package func append(
    _ text: UnsafeBufferPointer<UInt8>, base: UnsafeBufferPointer<UInt8> = UnsafeBufferPointer(start: nil, count: 0), pieces: Int = 1,
    to buffer: inout [UInt8]
  ) -> Outcome {
    let text = trimmed(text)
    if text.isEmpty {
      buffer += ifEmpty
      return ifEmpty.isEmpty ? .same : .changed
    }
    if Exponent.isDamage(text) { return wrong(.shortenedBySpreadsheet, text, &buffer) }
    if steps.isEmpty { return convert(text, base, pieces, to: &buffer) }
    let start = buffer.count
    buffer.append(contentsOf: text)
    for step in steps {
      if let mistake = step.apply(to: &buffer, from: start) {
        buffer.removeSubrange(start...)
        return wrong(mistake, text, &buffer)
      }
    }
    return convertTail(of: &buffer, from: start, base, pieces, text)
  }

  // MARK: the field's content

  /// What the steps have made stands at the buffer's end, and becomes the value there.
  private func convertTail(
    of buffer: inout [UInt8], from start: Int, _ base: UnsafeBufferPointer<UInt8>, _ pieces: Int, _ text: UnsafeBufferPointer<UInt8>
  ) -> Outcome {
    let count = buffer.count - start
    if count == 0 {
      buffer += ifEmpty
      return .changed
    }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { made in
      buffer.withUnsafeBufferPointer { _ = made.update(fromContentsOf: UnsafeBufferPointer(rebasing: $0[start...])) }
      buffer.removeSubrange(start...)
      let made = UnsafeBufferPointer(made)
      if Exponent.isDamage(made) { return wrong(.shortenedBySpreadsheet, text, &buffer) }
      let outcome = convert(made, base, pieces, to: &buffer)
      if outcome == .same { buffer.append(contentsOf: made) }
      return outcome == .same ? .changed : outcome
    }
  }

  func convert(
    _ text: UnsafeBufferPointer<UInt8>, _ base: UnsafeBufferPointer<UInt8>, _ pieces: Int = 1, to buffer: inout [UInt8]
  ) -> Outcome {
    switch content {
    case .text, .opaque, .segment: return .same
    case .currency: return ValueRules.isCurrency(text) ? .same : wrong(.notCurrency, text, &buffer)
    case .choice(let words):
      return words.contains { $0.utf8.elementsEqual(text) } ? .same : wrong(.notChoice, text, &buffer)
    case .decimal:
      let base = trimmed(base)
      if base.isEmpty, numbers.isCanonical, text.first != UInt8(ascii: "-"), ValueRules.isDecimal(text) { return .same }
      let start = buffer.count
      guard numbers.append(text, to: &buffer) else { return wrong(noNumber(text, .notNumber), text, &buffer) }
      if base.isEmpty { return .changed }
      let isZero = Self.isZero(buffer[start...])
      guard numbers.divide(&buffer, from: start, by: base) else { return wrong(.notBase, text, &buffer) }
      if isZero || !Self.isZero(buffer[start...]) { return .changed }
      buffer.removeSubrange(start...)
      return wrong(.dividedToZero, text, &buffer)
    case .quantity:
      if pieces > 1 { return multiply(text, by: pieces, to: &buffer) }
      if ValueRules.isQuantity(text) { return .same }
      return numbers.append(whole: text, to: &buffer) ? .changed : wrong(noNumber(text, .notQuantity), text, &buffer)
    case .boolean:
      guard let value = words.value(of: text) else { return wrong(.notBoolean, text, &buffer) }
      if ValueRules.boolean(text) != nil { return .same }
      buffer.append(contentsOf: (value ? "true" : "false").utf8)
      return .changed
    case .date:
      for pattern in dates {
        guard let date = pattern.date(in: text) else { continue }
        if pattern.isCanonical { return .same }
        date.append(to: &buffer)
        return .changed
      }
      return wrong(.notDate, text, &buffer)
    }
  }

  /// What is no whole number of a unit may be one of pieces: 1.5 dozen.
  private func multiply(_ text: UnsafeBufferPointer<UInt8>, by pieces: Int, to buffer: inout [UInt8]) -> Outcome {
    let product = PieceUnits.product(Array(text), pieces, style) ?? []
    let isWhole = product.withUnsafeBufferPointer { numbers.append(whole: $0, to: &buffer) }
    return isWhole ? .changed : wrong(noNumber(text, .notQuantity), text, &buffer)
  }

  private static func isZero(_ number: ArraySlice<UInt8>) -> Bool { number.allSatisfy { !$0.isASCIIDigit || $0 == UInt8(ascii: "0") } }

  /// In a number every exponent is a spreadsheet's.
  private func noNumber(_ text: UnsafeBufferPointer<UInt8>, _ mistake: ValueMistake) -> ValueMistake {
    Exponent(text) == nil ? mistake : .shortenedBySpreadsheet
  }

  private func wrong(_ mistake: ValueMistake, _ text: UnsafeBufferPointer<UInt8>, _ buffer: inout [UInt8]) -> Outcome {
    switch content {
    case .text, .opaque, .segment: buffer.append(contentsOf: text)
    case .decimal, .quantity, .boolean: buffer.append(UInt8(ascii: "1"))
    case .currency: buffer.append(contentsOf: "EUR".utf8)
    case .date: buffer.append(contentsOf: "2000-01-01".utf8)
    case .choice(let words): buffer.append(contentsOf: (words.first ?? "").utf8)
    }
    return .wrong(mistake)
  }
}
