import Documents
import Formats

/// One thing that was done to a value on its way, and what it was then.
package struct ValueStep: Sendable, Hashable {
  /// `trim`, `strip`, `split`, `pad`, `table`, `if_empty`; by the field's content `decimal`, `quantity`, `boolean`, `date`; `per 100`.
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// Of a value that no rule has changed: blanks around it do not count.
  package static func trimming(_ text: String) -> [ValueStep] {
    let bytes = Array(text.utf8)
    let bare = bytes.withUnsafeBufferPointer { String(decoding: trimmed($0), as: UTF8.self) }
    return bare.utf8.count == bytes.count ? [] : [ValueStep("trim", bare)]
  }
}

extension ValueMapping {
  /// What ``append(_:base:to:)`` does, step by step: those that changed something, up to one that could not be done.
  func steps(of text: [UInt8], base: [UInt8]) -> [ValueStep] {
    let written = String(decoding: text, as: UTF8.self)
    var made = ValueStep.trimming(written)
    var value = Array((made.last?.value ?? written).utf8)
    func change(_ name: String, to next: [UInt8]) {
      guard next != value else { return }
      value = next
      made.append(ValueStep(name, String(decoding: next, as: UTF8.self)))
    }
    func isLost() -> Bool { value.withUnsafeBufferPointer(Exponent.isDamage) }
    if isLost() { return made }
    for (step, name) in zip(steps, rule.steps.compactMap(\.name)) where !value.isEmpty {
      var next = value
      if step.apply(to: &next, from: 0) != nil { return made }
      change(name, to: next)
    }
    if value.isEmpty {
      change("if_empty", to: ifEmpty)
      return made
    }
    // What the number is made of, before it is divided.
    let text = value
    guard !isLost(), let plain = converted(text, base: []) else { return made }
    change(contentName, to: plain)
    let divisor = base.withUnsafeBufferPointer { String(decoding: trimmed($0), as: UTF8.self) }
    if !divisor.isEmpty, let divided = converted(text, base: base) { change("per \(divisor)", to: divided) }
    return made
  }

  /// nil: it is wrong.
  private func converted(_ text: [UInt8], base: [UInt8]) -> [UInt8]? {
    var made: [UInt8] = []
    let outcome = text.withUnsafeBufferPointer { text in base.withUnsafeBufferPointer { convert(text, $0, to: &made) } }
    return switch outcome {
    case .same: text
    case .changed: made
    case .wrong: nil
    }
  }

  private var contentName: String {
    switch content {
    case .text, .opaque, .segment, .choice, .currency: "text"
    case .decimal: "decimal"
    case .quantity: "quantity"
    case .boolean: "boolean"
    case .date: "date"
    }
  }
}

extension FieldRule.Step {
  /// As the key of a profile is called; nil: it is done to the number.
  fileprivate var name: String? {
    switch self {
    case .strip: "strip"
    case .pad: "pad"
    case .part: "split"
    case .table: "table"
    case .per: nil
    }
  }
}
