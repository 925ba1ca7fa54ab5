/// Stands between a desk and what it would answer: looks for a rule that acts on the request, and lets it.
struct Misbehaviour: Sendable {
  var faults: FaultBoard
  var pause: @Sendable (Duration) async throws -> Void

  /// `commit` gives the desk's own answer, and enters what there is to enter.
  func deliver(
    _ arrival: Arrival, relativePath: String, numbers: [String] = [], _ entry: inout RecordedRequest,
    commit: (inout RecordedRequest) -> Reply
  ) async -> Delivery {
    let rule = faults.take(arrival, relativePath: relativePath, numbers: numbers)
    entry.fault = rule?.action.name
    if let rule, rule.delay > .zero { try? await pause(rule.delay) }
    return misbehave(rule?.action ?? .delay) { commit(&entry) }
  }

  private func misbehave(_ action: FaultAction, _ commit: () -> Reply) -> Delivery {
    switch action {
    case .delay: return Delivery(reply: commit())
    case .status(let status, let headers, let body): return Delivery(reply: foreign(status, headers, body))
    case .statusAfterCommit(let status, let headers, let body):
      return Delivery(reply: foreign(status, headers, body, committed: commit().committed))
    case .unauthorized: return Delivery(reply: .empty(401))
    case .redirect(let location): return Delivery(reply: Reply(status: 302, headers: [("Location", location)]))
    case .dropBefore: return Delivery(reply: .empty(200), manner: .dropped)
    case .dropAfter: return Delivery(reply: commit(), manner: .dropped)
    case .hang: return Delivery(reply: .empty(200), manner: .never)
    case .hangAfterCommit: return Delivery(reply: commit(), manner: .never)
    case .truncate: return Delivery(reply: commit(), manner: .truncated)
    case .slow(let pause): return Delivery(reply: commit(), manner: .slowly(pause))
    case .garbage:
      return Delivery(reply: foreign(200, [:], "<html><body>It works!</body></html>", committed: commit().committed))
    case .partial:
      var reply = commit()
      if reply.status == 200, case .json(let body) = reply.content { reply.content = .json(PartialAnswer.of(body)) }
      return Delivery(reply: reply)
    }
  }

  /// What something between client and facade would send.
  private func foreign(_ status: Int, _ headers: [String: String], _ body: String, committed: Bool = false) -> Reply {
    let headers = headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    let content: Reply.Content = body.isEmpty ? .nothing : .bytes(Array(body.utf8), type: "text/html")
    return Reply(status: status, headers: headers, content: content, committed: committed)
  }
}
