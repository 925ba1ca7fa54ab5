/// Hears what a profile's rules were given, for those who want to know how a value came about. Remembers one document and the rows behind it.
package final class ValueTrace {
  private struct Place: Hashable {
    let column: String
    let line: Int
    let position: Int
  }

  private struct Heard {
    let mapping: ValueMapping
    let text: [UInt8]
    let base: [UInt8]
    /// What is done behind the mapping.
    let more: [ValueStep]
  }

  private var heard: [Place: Heard] = [:]
  private var before: [Place: Heard] = [:]

  package init() {}

  func hear(
    _ mapping: ValueMapping, _ text: UnsafeBufferPointer<UInt8>, base: [UInt8], line: Int, position: Int, more: [ValueStep] = []
  ) {
    let place = Place(column: mapping.rule.column, line: line, position: position)
    heard[place] = Heard(mapping: mapping, text: Array(text), base: base, more: more)
  }

  /// After each document: what was heard before the last one is forgotten, since readers are a row ahead.
  package func turn() {
    before = heard
    heard = [:]
  }

  /// What stands in the file for the value of a canonical column, joined where it comes from several places, and the steps from there on.
  /// `line`, `position`: the value's own. nil: no rule made it.
  package func steps(of column: String, line: Int, position: Int) -> (text: String, steps: [ValueStep])? {
    let place = Place(column: column, line: line, position: position)
    return (heard[place] ?? before[place]).map { heard in
      (String(decoding: heard.text, as: UTF8.self), heard.mapping.steps(of: heard.text, base: heard.base) + heard.more)
    }
  }
}
