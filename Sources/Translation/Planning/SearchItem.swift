package import Contracts

/// One question of a safe kind: a line that shares a call with others, or a request that is a call of its own.
package struct SearchItem: Sendable, Hashable {
  package enum Call: Sendable, Hashable {
    /// Goes into a call with others of the same search; `object` is the line's JSON.
    case shared(Search, index: String, object: [UInt8])
    case own(PlannedCall)
    /// The first page; the others follow from the responses.
    case pages(PlannedCall)
  }

  package let document: String
  package let line: String
  package let sourceLine: Int
  package let target: String
  package let call: Call
  /// The document's lines, where the target's messages may speak of them by place: `cartLines[2]`.
  package let lines: [LineNotes.Line]

  init(document: String, line: String, sourceLine: Int, target: String, call: Call, lines: [LineNotes.Line] = []) {
    self.document = document
    self.line = line
    self.sourceLine = sourceLine
    self.target = target
    self.call = call
    self.lines = lines
  }

  package var isPaged: Bool {
    if case .pages = call { true } else { false }
  }

  /// Items of one way share calls; nil where it is alone.
  package var way: Way? {
    guard case .shared(let search, _, _) = call else { return nil }
    return Way(target: target, search: search)
  }

  package struct Way: Sendable, Hashable {
    package let target: String
    package let search: Search
  }
}

extension [SearchItem] {
  /// Which of them are asked together, by place: those of one way, and each that is alone. In order of first appearance.
  package var lots: [[Int]] {
    var lots: [[Int]] = []
    var ways: [SearchItem.Way: Int] = [:]
    for (place, item) in enumerated() {
      if let way = item.way, let lot = ways[way] {
        lots[lot].append(place)
      } else {
        if let way = item.way { ways[way] = lots.count }
        lots.append([place])
      }
    }
    return lots
  }
}

/// A search that many lines share: its operation, and what its body says of all of them.
package struct Search: Sendable, Hashable {
  package let operation: Operation
  /// Of shipping plans.
  package let forcePrimaryWarehouse: Bool?

  static let availabilities = Search(operation: .searchAvailabilities, forcePrimaryWarehouse: nil)
  static func shippingPlans(forcePrimaryWarehouse: Bool) -> Search {
    Search(operation: .searchShippingPlans, forcePrimaryWarehouse: forcePrimaryWarehouse)
  }

  fileprivate var path: String { operation == .searchShippingPlans ? "/shipping-plans/search" : "/availabilities/search" }
}

extension PlannedCall {
  /// What asks these items: those of one way together, or one that is alone. `page` counts from 1.
  package static func asking(_ items: some Collection<SearchItem>, page: Int = 1) -> PlannedCall {
    var body = Array("{\"items\":[".utf8)
    var indices: [String] = []
    var search = Search.availabilities
    for item in items {
      switch item.call {
      case .own(let call): return call
      case .pages(let call): return page == 1 ? call : call.turned(to: page)
      case .shared(let own, let index, let object):
        if !indices.isEmpty { body.append(UInt8(ascii: ",")) }
        search = own
        indices.append(index)
        body += object
      }
    }
    body += Array("]".utf8)
    if let force = search.forcePrimaryWarehouse { body += Array(",\"forcePrimaryWarehouse\":\(force)".utf8) }
    body += Array("}".utf8)
    return PlannedCall(search.operation, path: search.path, body: body, indices: indices)
  }

  /// The page is the last query item.
  private func turned(to page: Int) -> PlannedCall {
    let query = self.query.dropLast() + self.query.suffix(1).map { QueryItem($0.name, String(page)) }
    return PlannedCall(operation, path: path, query: Array(query))
  }
}
