import Contracts
import Synchronization

/// The responses of a case, one to each call in their order. In a body, the string `$index` stands for the next index that the call sent, `$index2`
/// for its second.
final class RecordedResponses: Sendable {
  private let responses: [JSONValue]
  private let callCount = Mutex(0)

  /// Each a body, or `{"status": 400, "body": …}`; without a status it is 200.
  init(_ responses: [JSONValue]) { self.responses = responses }

  /// How many calls were made.
  var count: Int { callCount.withLock { $0 } }

  /// nil: there are fewer responses than calls.
  func next(for call: PlannedCall) -> (status: Int, body: [UInt8])? {
    let place = callCount.withLock { count in
      defer { count += 1 }
      return count
    }
    guard responses.indices.contains(place) else { return nil }
    var status = 200
    var body = responses[place]
    if let number = body["status"]?.text.flatMap({ Int($0) }), let inner = body["body"], body.members?.count == 2 {
      (status, body) = (number, inner)
    }
    var next = 0
    return (status, Self.filled(body, with: call.indices, &next).bytes)
  }

  private static func filled(_ value: JSONValue, with indices: [String], _ next: inout Int) -> JSONValue {
    switch value {
    case .string(let text):
      guard text.hasPrefix("$index") else { return value }
      let place: Int
      if text == "$index" {
        place = next
        next += 1
      } else {
        guard let number = Int(text.dropFirst("$index".count)) else { return value }
        place = number - 1
      }
      return indices.indices.contains(place) ? .string(indices[place]) : value
    case .array(let elements): return .array(elements.map { filled($0, with: indices, &next) })
    case .object(let members): return .object(members.map { .init($0.name, filled($0.value, with: indices, &next)) })
    case .null, .boolean, .number: return value
    }
  }
}
