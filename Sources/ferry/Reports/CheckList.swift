import Contracts

/// What `ferry check` found, one line each.
struct CheckList {
  private struct Item {
    let what: String
    let status: ExitStatus
    let message: String
  }

  private var items: [Item] = []

  var status: ExitStatus { ExitStatus.worst(items.map(\.status)) }

  mutating func passed(_ what: String, _ message: String) { items.append(Item(what: what, status: .ok, message: message)) }

  /// `message`: what is wrong, and the remedy.
  mutating func failed(_ what: String, _ status: ExitStatus, _ message: String) {
    items.append(Item(what: what, status: status, message: message))
  }

  func text(isColoured: Bool) -> String {
    items.map { item in
      let verdict = item.status == .ok ? "OK  " : "FAIL"
      let shown = isColoured ? "\u{1B}[\(item.status == .ok ? "32" : "31")m\(verdict)\u{1B}[0m" : verdict
      return "\(shown)  \(PlainText.line(item.what)): \(PlainText.line(item.message))"
    }.joined(separator: "\n")
  }

  var json: JSONValue {
    .object([
      .init("ok", .boolean(status == .ok)),
      .init(
        "checks",
        .array(
          items.map {
            .object([.init("what", .string($0.what)), .init("ok", .boolean($0.status == .ok)), .init("message", .string($0.message))])
          })),
    ])
  }
}
