import Documents
import Formats
import Translation

/// A first profile for a sample file of CSV, as the text of its YAML: plain where the sample leaves no doubt, with `# proposal: …` where somebody has
/// to look.
struct ProfileProposal {
  let name: String
  let file: String
  let kind: Kind
  let sample: CSVRecognition
  private let roles: [CSVShape.RecordType]
  private let proposal: FieldProposal

  /// nil: the name tells none, and neither does a header; orders then, as a proposal.
  static func kind(ofFile file: String, _ sample: CSVRecognition) -> (kind: Kind, isSure: Bool) {
    if let named = Kind.named(byFile: file) { return (named, true) }
    let headers = sample.hasHeader ? sample.records.first ?? [] : []
    let isReturn = headers.contains { header in HeaderWords.columns(header, of: .returns).contains { $0 == ("return_number", true) } }
    return (isReturn ? .returns : .orders, false)
  }

  init(name: String, file: String, kind: Kind, sample: CSVRecognition, supplied: Set<String>) {
    (self.name, self.file, self.kind, self.sample) = (name, file, kind, sample)
    roles = ProposedRecords.roles(of: sample)
    proposal = FieldProposal(kind, SampleColumn.all(of: sample, roles: roles), supplied: supplied)
  }

  /// `isKindSure`: somebody said it, or the file's name.
  func text(isKindSure: Bool) -> String {
    var lines = [
      "# \(PlainText.line(name)): a first profile, made from \(PlainText.line(file)). What has a # behind it is a proposal: look at it, then try",
      "#   ferry convert --partner NAME FILE",
      "kind: \(kind.rawValue)" + (isKindSure ? "" : " # proposal: ferry describe lists the others"), "format: csv",
    ]
    if let pattern = Self.pattern(of: file) { lines.append("files: [\(ProposedField.quoted(pattern))] # proposal: by the sample's name") }
    lines += shape + styles
    lines.append("fields:")
    lines += proposal.fields.map { "  " + $0.line }
    for column in proposal.missing {
      lines.append("  # \(column): no column is left for it; name one, or ask the partner for it: without it the profile is not taken")
    }
    for column in proposal.leftOver { lines.append("  # no field found for \(column.label)") }
    if proposal.needsPlan {
      lines.append(
        "plan_step: { orders: incomplete } # proposal: what of price, currency and warehouse the file lacks is asked for before it is ordered"
      )
    }
    lines += completeness
    return lines.joined(separator: "\n") + "\n"
  }

  /// `ACME_17.csv` is `ACME_*.csv`; nil where the name has no number.
  static func pattern(of file: String) -> String? {
    var pattern = ""
    var wasNumber = false
    let parts = NameParts(file)
    for character in parts.stem {
      let isNumber = character.isASCII && character.isNumber
      if !isNumber { pattern.append(character == "*" || character == "?" ? "?" : character) } else if !wasNumber { pattern.append("*") }
      wasNumber = isNumber
    }
    guard pattern.contains("*"), pattern.contains(where: \.isLetter) else { return nil }
    return pattern + (parts.suffix.isEmpty ? "" : "." + parts.suffix)
  }

  // MARK: how it is written

  private var shape: [String] {
    var lines: [String] = []
    let encodings = sample.encoding.candidates.map(\.name)
    if !sample.encoding.hasMark, let encoding = encodings.first, encoding.lowercased() != "utf-8" {
      let others = encodings.dropFirst().prefix(2).joined(separator: " or ")
      lines.append("encoding: \(encoding.lowercased())" + (others.isEmpty ? "" : " # proposal: or \(others.lowercased())"))
    }
    var keys: [String] = []
    if let separator = sample.separator {
      keys.append("separator: " + (separator == 0x09 ? "tab" : ProposedField.quoted(String(Unicode.Scalar(separator)))))
    }
    if sample.quote == nil { keys.append("quote: \"\"") }
    if !sample.hasHeader { keys.append("header: false") }
    if !roles.isEmpty {
      keys.append("records: { " + roles.map { "\(ProposedField.scalar($0.code)): \($0.role.rawValue)" }.joined(separator: ", ") + " }")
    }
    if hasUnknownColumns { keys.append("unknown_columns: ignore") }
    if !keys.isEmpty {
      lines.append("csv: { " + keys.joined(separator: ", ") + " }" + (roles.isEmpty ? "" : " # proposal: what each record is"))
    }
    return lines
  }

  /// Whether columns are left over that a row may only have where the profile says so: without a header those at the end of a record.
  private var hasUnknownColumns: Bool {
    proposal.leftOver.contains { left in
      if sample.hasHeader { return true }
      return !left.values.distinct.isEmpty && proposal.columns.last { $0.record == left.record }?.source == left.source
    }
  }

  private func columns(_ isWanted: (Field.Content) -> Bool) -> [ColumnValues] {
    kind.layout.fields.filter { isWanted($0.content) }.compactMap { proposal.values(of: $0.column) }
  }

  private var styles: [String] {
    var lines: [String] = []
    let marks = NumberMarks(columns { $0 == .decimal }.map(\.values), pieces: columns { $0 == .quantity }.map(\.values))
    var keys: [String] = []
    if let decimal = marks.decimal, decimal != "." || marks.thousands != "" { keys.append("decimal: \"\(decimal)\"") }
    if !marks.thousands.isEmpty { keys.append("thousands: \"\(marks.thousands)\"") }
    if marks.hasTrailingMinus { keys.append("trailing_minus: true") }
    if !keys.isEmpty || marks.doubt != nil {
      if keys.isEmpty { keys.append("decimal: \".\"") }
      let doubt = marks.doubt.map {
        " # proposal: the sample's numbers can be read in two ways" + ($0.isEmpty ? "" : ": " + PlainText.line($0))
      }
      lines.append("numbers: { \(keys.joined(separator: ", ")) }" + (doubt ?? ""))
    }
    let dates = columns { $0 == .date }.map { $0.datePatterns() }.filter { !$0.isEmpty }
    if let first = dates.first {
      let common = first.filter { pattern in dates.allSatisfy { $0.contains(pattern) } }
      let chosen = common.isEmpty ? dates.map { $0[0] } : [common[0]]
      // `D.M.YYYY` fits wherever `DD.MM.YYYY` does.
      let others = common.dropFirst().filter {
        $0.replacing("DD", with: "D").replacing("MM", with: "M") != chosen[0].replacing("DD", with: "D").replacing("MM", with: "M")
      }
      if chosen != ["YYYY-MM-DD"] {
        lines.append(
          "dates: [\(chosen.map(ProposedField.quoted).joined(separator: ", "))]" + (others.first.map { " # proposal: or \($0)" } ?? ""))
      }
    }
    let words = columns { $0 == .boolean }.compactMap { $0.booleans() }
    let truths = words.flatMap(\.truths)
    let falsehoods = words.flatMap(\.falsehoods).filter { !truths.contains($0) }
    if !truths.isEmpty || !falsehoods.isEmpty {
      func list(_ words: [String]) -> String { "[" + words.map(ProposedField.quoted).joined(separator: ", ") + "]" }
      lines.append("booleans: { true: \(list(truths)), false: \(list(falsehoods)) }")
    }
    return lines
  }

  // MARK: the trailer

  private var completeness: [String] {
    guard let trailer = roles.first(where: { $0.role == .trailer }), let record = sample.records.last, record.first == trailer.code else {
      return []
    }
    func count(_ role: CSVShape.RecordType.Role) -> Int {
      let codes = roles.filter { $0.role == role }.map(\.code)
      return sample.records.count { $0.first.map(codes.contains) ?? false }
    }
    let quantity = proposal.values(of: "quantity")?.values.reduce(0) { $0 + (Int($1) ?? 0) } ?? 0
    var used: Set<Int> = []
    var keys: [String] = []
    for (key, expected) in [("lines", count(.line)), ("documents", count(.document)), ("quantity", quantity)] where expected > 0 {
      guard let place = record.indices.dropFirst().first(where: { !used.contains($0) && Int(record[$0]) == expected }) else { continue }
      used.insert(place)
      keys.append("\(key): \(place + 1)")
    }
    return keys.isEmpty ? [] : ["completeness: { trailer: { \(keys.joined(separator: ", ")) } } # proposal: by the numbers of the sample"]
  }
}
