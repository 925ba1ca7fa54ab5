package import Documents

extension ValueMapping {
  /// `quantity (column "Menge") "1,5x" is not a quantity; expected a whole number above 0 with "," as decimal mark (profile acme)`.
  package func finding(
    _ mistake: ValueMistake, of text: String, base: String = "", file: String, line: Int?, column: Int?
  ) -> Finding {
    let written = Finding.shortened(text)
    let expected = expectation(mistake)
    let sentence: String
    var code = Finding.Code.wrongType
    switch mistake {
    case .notNumber: sentence = "is not a number"
    case .notQuantity: sentence = "is not a quantity"
    case .notBoolean: sentence = "is neither true nor false"
    case .notDate: sentence = "is not a date"
    case .notCurrency: sentence = "is not a currency"
    case .notChoice, .notInTable:
      code = .unknownValue
      sentence = "is not known"
    case .shortenedBySpreadsheet: sentence = "was shortened by a spreadsheet, and its digits are lost"
    case .notBase: sentence = "is a price per \"\(Finding.shortened(base))\", which is not a quantity"
    case .dividedToZero: sentence = "is a price per \"\(Finding.shortened(base))\", and less than a millionth for one"
    }
    let remedy = mistake == .shortenedBySpreadsheet ? ": make its column a column of text and export it again" : ""
    return Finding(
      code, file: file, line: line, column: column, path: rule.column, value: text, expected: expected,
      "\(label) \"\(written)\" \(sentence); expected \(expected) (profile \(profile))\(remedy)")
  }

  private func expectation(_ mistake: ValueMistake) -> String {
    switch mistake {
    case .notNumber: return "digits" + marks
    case .notQuantity: return "a whole number above 0" + marks
    case .notBase: return "a number above 0" + marks
    case .notBoolean: return list(["true", "false", "1", "0"] + style.truths + style.falsehoods)
    case .notDate: return "a calendar date as " + list(style.dates)
    case .notChoice, .notCurrency: return content.expectation
    case .dividedToZero: return "a price that is not 0 with 6 decimals"
    case .notInTable(let step):
      guard rule.steps.indices.contains(step), case .table(let table) = rule.steps[step] else { return "a value of the table" }
      return "one of " + shown(table.values.keys.sorted())
    case .shortenedBySpreadsheet: return "all its digits"
    }
  }

  private var marks: String {
    let decimal = " with \"\(style.decimalMark)\" as decimal mark"
    return style.thousandsMark.isEmpty ? decimal : decimal + " and \"\(style.thousandsMark)\" as thousands mark"
  }

  private func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private func shown(_ words: [String]) -> String {
    let most = 20
    return words.prefix(most).joined(separator: ", ") + (words.count > most ? " and \(words.count - most) more" : "")
  }
}

extension FieldRule {
  /// The canonical column with the partner's own name for it: `quantity (column "Menge")`, `quantity (field 3 of L)`, `quantity (cbc:Quantity)`.
  package var label: String {
    let names: [String] =
      switch source {
      case .cells(let cells, _): cells.map(\.label).filter { $0 != "column \"\(column)\"" }
      case .paths(let paths, _): paths
      case .constant: []
      }
    return names.isEmpty ? column : "\(column) (\(names.joined(separator: ", ")))"
  }
}

extension FieldRule.Cell {
  package var label: String {
    switch self {
    case .named(let name): "column \"\(Finding.shortened(name))\""
    case .at(let position, nil): "column \(position)"
    case .at(let position, let record?): "field \(position) of \(record)"
    }
  }
}
