import Contracts
package import Documents

/// What a canonical answer tells of one document: its rows, which stand next to each other. The answer is evidence where the ledger is lost.
package struct ToldDocument: Sendable, Hashable {
  package let kind: Kind
  package let number: String
  package let rows: [AnswerRow]

  package init(kind: Kind, number: String, rows: [AnswerRow]) {
    self.kind = kind
    self.number = number
    self.rows = rows
  }

  /// `accepted` only with the ids of the target. A duplicate tells the result of the first one: the number has it, whoever was asked.
  package var state: DocumentState {
    let statuses = Set(rows.map(\.status))
    if statuses.contains(.inDoubt) { return .inDoubt }
    if rows.contains(where: Self.hasResult) { return statuses.contains(.unconfirmed) ? .unconfirmed : .accepted }
    if statuses.contains(.unconfirmed) || statuses.contains(.accepted) { return .unconfirmed }
    if statuses.contains(.duplicate) { return .inDoubt }
    if statuses.contains(.conflict) { return .conflict }
    return statuses.contains(.failed) ? .failed : .refused
  }

  /// An operator said that it is not at the target and shall not be.
  package var isAbandoned: Bool { state == .refused && rows.contains { $0.code == Finding.Code.abandoned.rawValue } }

  /// Orders or returns of the target, each once.
  package var externalIDs: [String] {
    rows.filter(Self.hasResult).compactMap(\.cells.first).reduce(into: []) { ids, id in if !id.isEmpty, !ids.contains(id) { ids.append(id) }
    }
  }

  /// The lines as far as the rows name them, each once.
  package var lines: LineNotes {
    var seen: Set<String> = []
    return LineNotes(rows.filter { seen.insert($0.line).inserted }.map { LineNotes.Line(number: $0.line, sourceLine: $0.sourceLine) })
  }

  /// The response that the rows were made of, as far as they say it; empty where they hold no result.
  package func response(to key: DocumentKey) -> [UInt8] {
    let rows = rows.filter(Self.hasResult)
    guard !rows.isEmpty else { return [] }
    let names = kind == .orders ? Self.orderMembers : Self.returnMembers
    let items: [JSONValue] =
      kind == .orders
      ? Self.grouped(rows).map { rows in
        let lines = rows.map { row in
          JSONValue.object([
            .init("index", .string(LineIndices.index(of: row.line, in: key))), .init("externalLineNumber", .string(row.cells[names.count])),
          ])
        }
        return .object(Self.members(names, rows[0].cells) + [.init("lines", .array(lines))])
      }
      : rows.map { .object([.init("index", .string(LineIndices.index(of: $0.line, in: key)))] + Self.members(names, $0.cells)) }
    return JSONValue.object([.init("items", .array(items))]).bytes
  }

  private static let orderMembers = ["externalOrderId", "externalOrderNumber", "externalOrderDate", "externalWarehouseId"]
  private static let returnMembers = ["externalReturnId", "externalReturnNumber", "externalReturnDate", "externalReturnLineNumber"]

  private static func hasResult(_ row: AnswerRow) -> Bool {
    (row.status == .accepted || row.status == .duplicate) && row.cells.first?.isEmpty == false
  }

  /// Rows of one external order and warehouse.
  private static func grouped(_ rows: [AnswerRow]) -> [[AnswerRow]] {
    var order: [ArraySlice<String>] = []
    var groups: [ArraySlice<String>: [AnswerRow]] = [:]
    for row in rows {
      let head = row.cells.prefix(orderMembers.count)
      if groups[head] == nil { order.append(head) }
      groups[head, default: []].append(row)
    }
    return order.compactMap { groups[$0] }
  }

  private static func members(_ names: [String], _ cells: [String]) -> [JSONValue.Member] {
    zip(names, cells).filter { !$1.isEmpty }.map { .init($0, .string($1)) }
  }
}
