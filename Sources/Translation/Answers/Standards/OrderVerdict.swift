import Documents

/// The rows of one order as the order responses of the standards say them: a verdict, and its lines with theirs.
struct OrderVerdict {
  enum Verdict: Hashable {
    case accepted
    /// Also what none of the standards has a word for: in doubt, unconfirmed, given up. The notes say it.
    case changed
    case refused
  }

  struct Line {
    let number: String
    let verdict: Verdict
    /// In all; nil: not known, or nothing.
    let quantity: Int?
    let notes: [String]
    /// The finding's code of a refused line.
    let code: String
    let placed: [Placed]
  }

  /// A line in an external order.
  struct Placed {
    let id: String
    let number: String
    let date: String
    let warehouse: String
    let line: String
    let quantity: String

    /// Verbatim, as returns and status requests need it.
    var note: String {
      let facts = [
        ("external order", id), ("number", number), ("date", date), ("line", line), ("warehouse", warehouse), ("quantity", quantity),
      ]
      return facts.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
  }

  let number: String
  let verdict: Verdict
  /// What became of its lines that were not simply accepted, each once.
  let notes: [String]
  let lines: [Line]

  private static let columns =
    ["id", "number", "date"].map { "external_order_" + $0 } + [
      "external_warehouse_id", "external_line_number", "ordered_quantity",
    ]
  private static let places = columns.map { ResultLayout.of(.orders).index(of: $0) ?? .max }

  /// Rows of one document, those of a line behind each other.
  init(_ rows: [AnswerRow]) {
    number = rows.first?.document ?? ""
    var lines: [Line] = []
    var notes: [String] = []
    var start = 0
    while start < rows.count {
      let first = rows[start]
      var end = start + 1
      while end < rows.count, rows[end].line == first.line, rows[end].sourceLine == first.sourceLine { end += 1 }
      let line = Line(rows[start..<end])
      lines.append(line)
      if line.verdict != .accepted, let words = first.words(line.verdict), !notes.contains(words) { notes.append(words) }
      start = end
    }
    self.lines = lines
    self.notes = notes
    let verdicts = Set(lines.map(\.verdict))
    verdict = verdicts.count == 1 ? verdicts.first ?? .changed : .changed
  }

  /// The one external order that all lines are in, by its number or else its id; nil where there are several, or none.
  var externalOrder: String? { Self.single(lines.flatMap(\.placed)) }

  fileprivate static func single(_ placed: [Placed]) -> String? {
    let orders = Set(placed.map { $0.number.isEmpty ? $0.id : $0.number })
    return orders.count == 1 ? orders.first.flatMap { $0.isEmpty ? nil : $0 } : nil
  }

  fileprivate static func placed(_ row: AnswerRow) -> Placed? {
    let cells = places.map { $0 < row.cells.count ? row.cells[$0] : "" }
    guard cells.contains(where: { !$0.isEmpty }) else { return nil }
    return Placed(id: cells[0], number: cells[1], date: cells[2], warehouse: cells[3], line: cells[4], quantity: cells[5])
  }
}

extension OrderVerdict.Line {
  fileprivate init(_ rows: ArraySlice<AnswerRow>) {
    let first = rows[rows.startIndex]
    number = first.line
    code = first.code
    placed = rows.compactMap(OrderVerdict.placed)
    switch first.status {
    // What a plan filled in or left out is not what was ordered to the letter.
    case .accepted: verdict = first.message.isEmpty ? .accepted : .changed
    case .duplicate: verdict = placed.isEmpty ? .changed : .accepted
    case .refused, .conflict: verdict = .refused
    case .inDoubt, .unconfirmed, .failed: verdict = .changed
    }
    var sum: Int? = placed.isEmpty ? nil : 0
    for place in placed {
      guard let known = sum, let quantity = Int(place.quantity) else {
        sum = nil
        break
      }
      let (total, overflows) = known.addingReportingOverflow(quantity)
      sum = overflows ? nil : total
    }
    quantity = sum
    let said = [first.words(verdict), first.message.isEmpty ? nil : first.message].compactMap(\.self)
    notes = (said.isEmpty ? [] : [said.joined(separator: ": ")]) + placed.map(\.note)
  }

  /// The same of this line alone.
  var externalOrder: String? { OrderVerdict.single(placed) }
}

extension AnswerRow {
  /// What the standards have no code for, in words.
  fileprivate func words(_ verdict: OrderVerdict.Verdict) -> String? {
    switch status {
    case .accepted: verdict == .accepted ? nil : "accepted with changes"
    case .duplicate: cells.isEmpty ? "received before, and not decided yet" : nil
    case .refused: "refused"
    case .conflict: "refused, the number is taken by another order"
    case .inDoubt: "in doubt, it may have been ordered or not; this is no acceptance"
    case .unconfirmed: "unconfirmed, the order was taken but this line was not mentioned; this is no acceptance"
    case .failed: "given up, it was not ordered; this is no acceptance"
    }
  }
}
