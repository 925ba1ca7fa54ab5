import Contracts

/// What is kept of a document that was pruned: which external ids its lines have at the target. No names, no addresses, no prices.
package enum ExternalIDs {
  /// Of a request: the `index` of each line, `{"items":[{"index":"1"}]}`; empty where there is none.
  package static func ofRequest(_ body: [UInt8]) -> [UInt8] { reduced(body) { $0 == "index" } }

  /// Of a response: its ids, numbers, dates and warehouses, and the lines they belong to; empty where there is none.
  package static func ofResponse(_ body: [UInt8]) -> [UInt8] { reduced(body) { $0 == "index" || $0.hasPrefix("external") } }

  private static func reduced(_ body: [UInt8], _ isKept: (String) -> Bool) -> [UInt8] {
    guard let items = (try? JSONReader.read(body))?["items"], items.elements != nil else { return [] }
    return JSONValue.object([.init("items", reduced(items, isKept))]).bytes
  }

  private static func reduced(_ value: JSONValue, _ isKept: (String) -> Bool) -> JSONValue {
    if let elements = value.elements { return .array(elements.map { reduced($0, isKept) }) }
    let members = (value.members ?? []).filter { member in
      member.name == "lines" ? member.value.elements != nil : isKept(member.name) && member.value.text != nil
    }
    return .object(members.map { .init($0.name, $0.name == "lines" ? reduced($0.value, isKept) : $0.value) })
  }
}
