import Documents

/// Which column of a sample is which canonical one: by the words of its header, then by its values.
struct FieldProposal {
  let kind: Kind
  let columns: [SampleColumn]
  /// Canonical columns that the settings supply.
  let supplied: Set<String>
  private(set) var fields: [ProposedField] = []
  /// Columns by the canonical one.
  private(set) var taken: [String: Int] = [:]
  private var used: Set<Int> = []
  /// An order's prices and warehouses are to come from a shipping plan.
  private(set) var needsPlan = false
  /// Columns that every file needs, and that no column is left for.
  private(set) var missing: [String] = []

  static let planned = ["net_price", "currency", "warehouse_id"]

  init(_ kind: Kind, _ columns: [SampleColumn], supplied: Set<String>) {
    self.kind = kind
    self.columns = columns
    self.supplied = supplied
    takeNamed(surely: true)
    takeNamed(surely: false)
    takePriceUnit()
    takeByValues()
    addRequired()
  }

  /// Columns that found no field.
  var leftOver: [SampleColumn] { columns.indices.filter { !used.contains($0) }.map { columns[$0] } }

  func values(of column: String) -> ColumnValues? { taken[column].map { columns[$0].values } }

  private func content(_ column: String) -> Field.Content? { kind.layout.fieldIndex(column: column).map { kind.layout.fields[$0].content } }

  private mutating func take(_ place: Int, as column: String, note: String?) {
    taken[column] = place
    used.insert(place)
    var field = ProposedField(column: column, source: columns[place].source, note: note)
    if let record = columns[place].record { field.keys.append("record: \(record)") }
    translate(&field, columns[place].values)
    warn(&field, columns[place].values)
    fields.append(field)
  }

  /// Of digits that are lost: no profile brings them back.
  private func warn(_ field: inout ProposedField, _ values: ColumnValues) {
    guard let shortened = values.shortened else { return }
    field.note =
      "a spreadsheet has shortened \"\(shortened)\", and its digits are lost; such rows are refused: get the file with this column as text"
  }

  /// Words of the partner for those that the field knows.
  private func translate(_ field: inout ProposedField, _ values: ColumnValues) {
    var table: [(value: String, means: String)] = []
    if case .choice(let words)? = content(field.column), let first = words.first {
      guard values.distinct.contains(where: { !words.contains($0) }), values.distinct.count <= 50 else { return }
      table = values.distinct.map { value in (value, words.first { $0.lowercased() == value.lowercased() } ?? first) }
      field.note = "say what each value means: " + words.joined(separator: ", ")
    } else if field.column == "ship_type", let types = values.shipTypes(), types.contains(where: { $0.value != $0.means }) {
      table = types
      field.note = "say what each value means"
    }
    if table.isEmpty { return }
    field.keys.append("table: { " + table.map { "\(ProposedField.scalar($0.value)): \($0.means)" }.joined(separator: ", ") + " }")
  }

  // MARK: by header

  private mutating func takeNamed(surely: Bool) {
    for place in columns.indices where !used.contains(place) {
      guard let header = columns[place].header else { continue }
      let found = HeaderWords.columns(header, of: kind).first { $0.isSure == surely && taken[$0.column] == nil }
      guard let found, surely || suits(place, found.column) else { continue }
      take(place, as: found.column, note: surely ? nil : "by its name")
    }
  }

  private mutating func takePriceUnit() {
    guard let price = fields.firstIndex(where: { $0.column == "net_price" }) else { return }
    for place in columns.indices where !used.contains(place) && columns[place].header.map(HeaderWords.isPriceUnit) == true {
      used.insert(place)
      fields[price].keys.append("per: \(columns[place].source)")
      return
    }
  }

  /// Whether the values may stand in the field.
  private func suits(_ place: Int, _ column: String) -> Bool {
    let values = columns[place].values
    if values.isEmpty { return true }
    switch content(column) {
    case .quantity: return values.values.allSatisfy(NumberMarks.isNumber)
    case .decimal: return values.values.allSatisfy(NumberMarks.isNumber)
    case .date: return !values.datePatterns().isEmpty
    case .boolean: return values.booleans() != nil || values.distinct.allSatisfy { ["true", "false", "1", "0"].contains($0.lowercased()) }
    case .text, .opaque, .segment, .choice, .currency, nil: return true
    }
  }

  // MARK: by values

  private mutating func takeByValues() {
    // Words that mean nothing else: what the file says goes before what the settings say.
    choose("currency", evenIfSupplied: true) { $0.values.areCurrencies }
    choose("ship_type", evenIfSupplied: true) { $0.values.shipTypes() != nil }
    choose("return_date") { !$0.values.datePatterns().isEmpty }
    choose("net_price") { $0.values.areDecimals }
    let number = kind.layout.numberField.map { kind.layout.fields[$0].column }
    // Two columns are an article and a quantity.
    if let number, columns.count > 2 || hasPart {
      choose(number, ofDocument: true) { !$0.values.isEmpty && !$0.values.areDecimals && !$0.values.distinct.contains { $0.contains(" ") } }
    }
    if number != "order_number" { choose("order_number", ofDocument: true) { $0.values.areIntegers } }
    choose("line") { $0.values.areLineNumbers }
    if !hasPart {
      choose("part_number") { column in
        column.values.values.contains { $0.contains { $0.isNumber } && ($0.contains { $0.isLetter } || $0.count > 4) }
          && !column.values.areDecimals
      }
    }
    choose("quantity") { $0.values.areIntegers && $0.values.values.allSatisfy { $0.count <= 6 } }
    choose("warehouse_id") { $0.header == nil && $0.values.areIntegers }
    choose("reason") { $0.header == nil && !$0.values.isEmpty && $0.values.distinct.count <= 4 }
    choose("order_comment", ofDocument: true) { $0.header == nil && $0.values.values.contains { $0.contains(" ") } }
  }

  private var hasPart: Bool { taken["part_number"] != nil || taken["tecdoc_part_number"] != nil }

  /// The first free column that fits, if the kind has the field and it is free too.
  private mutating func choose(
    _ column: String, ofDocument: Bool = false, evenIfSupplied: Bool = false, where fits: (SampleColumn) -> Bool
  ) {
    guard taken[column] == nil, evenIfSupplied || !supplied.contains(column), let field = kind.layout.fieldIndex(column: column) else {
      return
    }
    let isRequired = kind.layout.fields[field].isRequired
    let place = columns.indices.first { place in
      let isRight = columns[place].record == nil || columns[place].isOfDocument == (ofDocument || isInDocument(column))
      return !used.contains(place) && isRight && (columns[place].header == nil || isRequired) && fits(columns[place])
    }
    if let place { take(place, as: column, note: "by its values") }
  }

  private func isInDocument(_ column: String) -> Bool {
    let types = Set(columns.map(\.isOfDocument))
    guard types.count == 2, let field = kind.layout.fieldIndex(column: column) else { return false }
    return kind.layout.place(of: field).section == 0
  }

  // MARK: what has to be there

  private mutating func addRequired() {
    let layout = kind.layout
    let alternatives = layout.alternatives.flatMap { $0 }
    for field in layout.fields where layout.isAlwaysRequired(field) && field.role != .lineNumber && !isThere(field.column) {
      if alternatives.contains(where: { field.path.hasPrefix($0 + ".") }) { continue }
      if kind == .orders, Self.planned.contains(field.column) {
        needsPlan = true
      } else {
        add(field)
      }
    }
    for group in layout.alternatives {
      let members = layout.fields.filter { field in group.contains { field.path.hasPrefix($0 + ".") } && field.isRequired }
      guard let first = members.first, !members.contains(where: { isThere($0.column) }) else { continue }
      add(first)
    }
  }

  private func isThere(_ column: String) -> Bool { taken[column] != nil || supplied.contains(column) }

  /// A column that is left, for an identifier; else a constant.
  private mutating func add(_ field: Field) {
    if field.role == .documentNumber || field.column == "part_number" || field.column == "quantity" {
      let left = columns.indices.first { !used.contains($0) && suits($0, field.column) && !columns[$0].values.isEmpty }
      guard let left else { return missing.append(field.column) }
      return take(left, as: field.column, note: "no column looks like it; name the right one")
    }
    fields.append(.constant(field.column, Self.standIn(field), note: "no column looks like it; write what holds for all files"))
  }

  private static func standIn(_ field: Field) -> String {
    switch field.column {
    case "ship_type": return "COUNTER"
    case "operator_email": return "edi@example.com"
    case "operator_first_name": return "EDI"
    case "operator_last_name": return "Desk"
    default: break
    }
    switch field.content {
    case .boolean: return "false"
    case .decimal, .quantity: return "1"
    case .date: return "2026-01-01"
    case .choice(let words): return words.first ?? ""
    case .currency: return "EUR"
    case .text, .opaque, .segment: return "UNKNOWN"
    }
  }
}
