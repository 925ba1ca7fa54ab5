import Contracts

/// What a response says beyond the columns: members that no column takes, and those whose value is not what the column expects.
struct FurtherFields: Sendable {
  /// Places of the response that columns or arrays take, and the objects on the way there: `itemList[].item`.
  private let taken: Set<String>
  private let passed: Set<String>

  init(_ layout: ResultLayout) {
    var taken: Set<String> = []
    var passed: Set<String> = []
    // The pages of a search tell of the search, not of an order.
    taken.insert("pagination")
    for path in layout.columns.map(\.path) + [layout.unit] where !path.isEmpty {
      let parts = path.split(separator: ".").map(String.init)
      for count in 1..<max(1, parts.count) { passed.insert(parts.prefix(count).joined(separator: ".")) }
      if path.hasSuffix("[]") { passed.insert(path) } else { taken.insert(path) }
    }
    self.taken = taken
    self.passed = passed
  }

  /// Of the response, its elements on the way, and the entry, each with its path: a JSON object by dotted path, empty where there is nothing.
  func text(of chain: [(path: String, value: JSONValue)]) -> String {
    var found: [JSONValue.Member] = []
    for (path, value) in chain {
      if !path.isEmpty, value.members == nil, value != .null {
        found.append(.init(Self.name(path), value))
      } else {
        collect(value, path, &found)
      }
    }
    return found.isEmpty ? "" : String(decoding: JSONValue.object(found).bytes, as: UTF8.self)
  }

  private func collect(_ value: JSONValue, _ prefix: String, _ found: inout [JSONValue.Member]) {
    for member in value.members ?? [] where member.value != .null {
      let path = prefix.isEmpty ? member.name : prefix + "." + member.name
      if case .array = member.value, passed.contains(path + "[]") {
        continue
      } else if taken.contains(path), member.value.text != nil || path == "pagination" {
        continue
      } else if passed.contains(path), member.value.members != nil {
        collect(member.value, path, &found)
      } else {
        found.append(.init(Self.name(path), member.value))
      }
    }
  }

  /// A place without its brackets.
  private static func name(_ path: String) -> String { path.filter { $0 != "[" && $0 != "]" } }
}
