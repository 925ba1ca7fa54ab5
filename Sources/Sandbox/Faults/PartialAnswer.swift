/// Cuts an answer down to the first half of the `index` values it names.
enum PartialAnswer {
  static func of(_ body: JSONValue) -> JSONValue {
    var indices: [String] = []
    for item in body["items"]?.elements ?? [] {
      for line in [item] + (item["lines"]?.elements ?? []) {
        if let index = line["index"]?.text, !indices.contains(index) { indices.append(index) }
      }
    }
    let kept = Set(indices.prefix(indices.count / 2))
    let items = (body["items"]?.elements ?? []).compactMap { keep($0, of: kept) }
    return ["items": .array(items)]
  }

  /// The item with only those lines; nil where nothing of it is left.
  private static func keep(_ item: JSONValue, of kept: Set<String>) -> JSONValue? {
    if let index = item["index"]?.text { return kept.contains(index) ? item : nil }
    let lines = (item["lines"]?.elements ?? []).filter { kept.contains($0["index"]?.text ?? "") }
    guard !lines.isEmpty else { return nil }
    return .object(item.members.map { $0.name == "lines" ? JSONMember("lines", .array(lines)) : $0 })
  }
}
