import Documents
import Testing

@testable import Translation

/// The steps of a value are those that make it: what the last one gives is what the mapping gives.
@Suite struct ValueStepsTests {
  private func steps(
    _ text: String, _ column: String, _ steps: [FieldRule.Step] = [], style: ValueStyle = ValueStyle(), base: String = "",
    ifEmpty: String? = nil
  ) throws -> [String] {
    let rule = FieldRule(column, .cells([.named("x")], joint: ""), steps: steps, ifEmpty: ifEmpty)
    let profile = Profile(name: "p", kind: .orders, source: .csv(CSVShape()), fields: [rule], style: style)
    let mapping = try #require(ValueMapping(rule, of: profile))
    let made = mapping.steps(of: Array(text.utf8), base: Array(base.utf8))
    var value: [UInt8] = []
    let outcome = Array(text.utf8).withUnsafeBufferPointer { text in
      Array(base.utf8).withUnsafeBufferPointer { mapping.append(text, base: $0, to: &value) }
    }
    switch outcome {
    case .same: #expect(made.isEmpty || made.map(\.name) == ["trim"])
    case .changed: #expect((made.last?.value ?? text) == String(decoding: value, as: UTF8.self))
    case .wrong: #expect(made.last?.name != "text")
    }
    return made.map { "\($0.name) \($0.value)" }
  }

  private let german = ValueStyle(decimalMark: ",", thousandsMark: ".", dates: ["DD.MM.YYYY"], truths: ["J"], falsehoods: ["N"])

  @Test func `what changes nothing is no step`() throws {
    #expect(try steps("4711", "part_number") == [])
    #expect(try steps("4711", "part_number", [.strip("-"), .pad(length: 3, with: "0")]) == [])
    #expect(try steps("", "part_number", [.pad(length: 3, with: "0")]) == [])
  }

  @Test func `texts are trimmed, stripped, split, padded, looked up`() throws {
    #expect(
      try steps(
        " 4-2 / x ", "part_number",
        [.strip("-"), .part(.first, separator: "/"), .pad(length: 4, with: "0"), .table(ValueTable(["0042": "P"]))])
        == ["trim 4-2 / x", "strip 42 / x", "split 42", "pad 0042", "table P"])
  }

  @Test func `numbers, prices, booleans`() throws {
    #expect(try steps("1.204,25", "net_price", style: german) == ["decimal 1204.25"])
    #expect(
      try steps("1.204,25", "net_price", [.per(.constant(""))], style: german, base: " 100 ") == ["decimal 1204.25", "per 100 12.0425"])
    #expect(try steps("12", "net_price", [.per(.constant(""))], style: german, base: "1") == [])
    #expect(try steps("2,000", "quantity", style: german) == ["quantity 2"])
    #expect(try steps("J", "urgent", style: german) == ["boolean true"])
  }

  @Test func `what is empty, or becomes so, is what stands for it`() throws {
    #expect(try steps("", "order_comment", ifEmpty: "none") == ["if_empty none"])
    #expect(try steps("--", "order_comment", [.strip("-")], ifEmpty: "none") == ["strip ", "if_empty none"])
  }

  @Test func `a value that cannot be made shows how far it got`() throws {
    #expect(try steps("x-1", "part_number", [.strip("-"), .table(ValueTable(["y": "z"]))]) == ["strip x1"])
    #expect(try steps(" zwei", "quantity", style: german) == ["trim zwei"])
    #expect(try steps("3,6E+12", "part_number") == [])
  }
}
