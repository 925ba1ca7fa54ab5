/// Reads the body of `POST /sandbox/faults`: one rule, or an array of them.
///
/// ```json
/// {"method": "POST", "path": "/orders", "orderNumber": "A-17", "after": 1, "times": 2, "delay": 50,
///  "action": "status", "status": 503, "headers": {"Retry-After": "2"}}
/// ```
/// `action` is a name of ``FaultAction``; the rest may be absent. `times` is 1 by default, `"forever": true` lifts it; `delay` and `perByte`
/// (for `slow`) are milliseconds; `orderNumber`, `returnNumber` and `contains` look into the body; `location` belongs to `redirect`,
/// `status`, `headers` and `body` to `status` and `statusAfterCommit`.
enum FaultReader {
  static func read(_ bytes: [UInt8]) throws(ControlRefusal) -> [FaultRule] {
    let value = try ControlBody.read(bytes)
    let elements: [JSONValue] = if case .array(let elements) = value { elements } else { [value] }
    try ControlBody.check(.array(elements), against: .array(ruleShape))
    return try elements.map { element throws(ControlRefusal) in try rule(element) }
  }

  private static let ruleShape = Shape.object([
    .optional("method", .oneOf(["GET", "POST"])),
    .optional("path", .text),
    .optional("orderNumber", .text),
    .optional("returnNumber", .text),
    .optional("contains", .text),
    .optional("after", .integer(atLeast: 0)),
    .optional("times", .integer(atLeast: 1)),
    .optional("forever", .boolean),
    .optional("delay", .integer(atLeast: 0)),
    .optional("perByte", .integer(atLeast: 0)),
    .optional("status", .integer(atLeast: 200)),
    .optional("headers", .textsByName),
    .optional("body", .text),
    .optional("location", .text),
    .required("action", .oneOf(FaultAction.names)),
  ])

  private static func rule(_ value: JSONValue) throws(ControlRefusal) -> FaultRule {
    FaultRule(
      try action(value), method: value["method"]?.text, path: value["path"]?.text ?? "",
      number: value["orderNumber"]?.text ?? value["returnNumber"]?.text, contains: value["contains"]?.text,
      after: value["after"]?.integer ?? 0, times: value["forever"] == true ? nil : value["times"]?.integer ?? 1,
      delay: .milliseconds(value["delay"]?.integer ?? 0))
  }

  private static func action(_ value: JSONValue) throws(ControlRefusal) -> FaultAction {
    let headers = Dictionary((value["headers"]?.members ?? []).map { ($0.name, $0.value.text ?? "") }) { first, _ in first }
    let body = value["body"]?.text ?? ""
    switch value["action"]?.text {
    case "status", "statusAfterCommit":
      guard let status = value["status"]?.integer, status < 600 else {
        throw ControlRefusal(messages: ["status must be a number from 200 to 599"])
      }
      return value["action"] == "status"
        ? .status(status, headers: headers, body: body) : .statusAfterCommit(status, headers: headers, body: body)
    case "redirect": return .redirect(value["location"]?.text ?? "/")
    case "slow": return .slow(.milliseconds(value["perByte"]?.integer ?? 10))
    case "unauthorized": return .unauthorized
    case "dropBefore": return .dropBefore
    case "dropAfter": return .dropAfter
    case "hang": return .hang
    case "hangAfterCommit": return .hangAfterCommit
    case "truncate": return .truncate
    case "garbage": return .garbage
    case "partial": return .partial
    default: return .delay
    }
  }
}
