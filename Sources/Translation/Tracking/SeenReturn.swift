import Contracts
import Documents

/// A return as its target tells it; read and kept as ``SeenOrder``.
struct SeenReturn: Hashable {
  /// What is nil was not said.
  struct Line: Hashable {
    let key: SeenKey
    var status: String?
    var refusalType: String?
    var refusalReason: String?
    var closed: String?
    var recoveryValue: String?
    var creditNoteNumber: String?
  }

  private static let submitted = "SUBMITTED"
  private static let accepted = "ACCEPTED"
  private static let refused = "REFUSED"

  /// In the order of the response, at least one.
  private(set) var lines: [Line]

  /// nil: it names no line.
  init?(_ bytes: [UInt8]) {
    guard let items = (try? JSONReader.read(bytes))?["items"]?.elements, !items.isEmpty else { return nil }
    var keys = SeenKeys()
    lines = []
    for item in items {
      guard item.members != nil else { return nil }
      let pricing = item["externalReturnPricingInfo"]
      lines.append(
        Line(
          key: keys.next(item["externalReturnLineNumber"]?.text ?? ""), status: item["status"]?.text,
          refusalType: item["refusalType"]?.text, refusalReason: item["refusalReason"]?.text, closed: item["closed"]?.text,
          recoveryValue: pricing?["recoveryValue"]?.text, creditNoteNumber: pricing?["creditNoteNumber"]?.text))
    }
  }

  /// With what was said before where this says nothing.
  func completed(by before: SeenReturn?) -> SeenReturn {
    guard let known = before?.byKey else { return self }
    var seen = self
    for index in lines.indices {
      guard let line = known[lines[index].key] else { continue }
      seen.lines[index].status = lines[index].status ?? line.status
      seen.lines[index].refusalType = lines[index].refusalType ?? line.refusalType
      seen.lines[index].refusalReason = lines[index].refusalReason ?? line.refusalReason
      seen.lines[index].closed = lines[index].closed ?? line.closed
      seen.lines[index].recoveryValue = lines[index].recoveryValue ?? line.recoveryValue
      seen.lines[index].creditNoteNumber = lines[index].creditNoteNumber ?? line.creditNoteNumber
    }
    return seen
  }

  private var byKey: [SeenKey: Line] { Dictionary(lines.map { ($0.key, $0) }) { first, _ in first } }

  /// Each line is refused, closed or has its credit note.
  var isComplete: Bool {
    lines.allSatisfy { $0.status == Self.refused || $0.closed == "true" || !($0.creditNoteNumber ?? "").isEmpty }
  }

  var bytes: [UInt8] {
    let items = lines.sorted { $0.key < $1.key }.map { line in
      let pricing = JSONValue.seen([
        ("recoveryValue", line.recoveryValue.map(JSONValue.string)), ("creditNoteNumber", line.creditNoteNumber.map(JSONValue.string)),
      ])
      return JSONValue.seen([
        ("externalReturnLineNumber", .string(line.key.name)), ("status", line.status.map(JSONValue.string)),
        ("refusalType", line.refusalType.map(JSONValue.string)), ("refusalReason", line.refusalReason.map(JSONValue.string)),
        ("closed", line.closed.map(JSONValue.string)), ("externalReturnPricingInfo", pricing.members?.isEmpty == true ? nil : pricing),
      ])
    }
    return JSONValue.object([.init("items", .array(items))]).bytes
  }

  // MARK: changes

  func changes(since before: SeenReturn?) -> [ChangeRow] {
    let known = before?.byKey ?? [:]
    let present = Set(lines.map(\.key))
    let gone = (before?.lines ?? []).filter { !present.contains($0.key) }
    return lines.flatMap { line in
      let old = known[line.key]
      return (before != nil && old == nil ? [line.row(.lineAdded)] : []) + Self.changes(of: line, since: old)
    } + gone.map { $0.row(.lineGone) }
  }

  private static func changes(of line: Line, since old: Line?) -> [ChangeRow] {
    var rows: [ChangeRow] = []
    let before = old?.status ?? submitted
    let isRefusedOtherwise =
      line.status == refused && (line.refusalType != old?.refusalType || line.refusalReason != old?.refusalReason)
    if let status = line.status, status != before || isRefusedOtherwise {
      let change: ChangeRow.Change =
        switch status {
        case accepted: .returnAccepted
        case refused: .returnRefused
        default: .statusChanged
        }
      var row = line.row(change, before: before, after: status)
      if status == refused {
        row.verdict.refusalType = line.refusalType ?? ""
        row.verdict.refusalReason = line.refusalReason ?? ""
      }
      rows.append(row)
    }
    let wasClosed = old?.closed ?? "false"
    if let closed = line.closed, closed != wasClosed { rows.append(line.row(.returnClosed, before: wasClosed, after: closed)) }
    let note = line.creditNoteNumber ?? ""
    let value = line.recoveryValue ?? ""
    if note != old?.creditNoteNumber ?? "" || value != old?.recoveryValue ?? "" {
      var row = line.row(.creditNote, before: old?.creditNoteNumber ?? "", after: note)
      row.verdict.recoveryValue = value
      row.verdict.creditNoteNumber = note
      rows.append(row)
    }
    return rows
  }
}

extension SeenReturn.Line {
  fileprivate func row(_ change: ChangeRow.Change, before: String = "", after: String = "") -> ChangeRow {
    ChangeRow(.returns, change, line: key.name, before: before, after: after)
  }
}
