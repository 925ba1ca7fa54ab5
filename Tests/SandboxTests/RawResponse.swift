import Foundation

/// The bytes of a response as they came over the wire.
struct RawResponse {
  var bytes: [UInt8]

  private var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Status line and header lines; empty where no head arrived.
  var head: [String] {
    text.components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n").filter { !$0.isEmpty }
  }

  var body: String { text.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "\r\n\r\n") }

  var status: Int? { head.first.flatMap { Int($0.split(separator: " ")[1]) } }

  /// The value of a header, its name in any case.
  func header(_ name: String) -> String? {
    head.dropFirst().first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
      .map { String($0.dropFirst(name.count + 1)).trimmingCharacters(in: .whitespaces) }
  }

  /// The body as Foundation reads JSON, to be compared without regard to blanks and order.
  var json: NSDictionary { get throws { try jsonObject(body) } }

  /// What a 400 says.
  var messages: [String] { get throws { try json["messages"] as? [String] ?? [] } }
}

func jsonObject(_ text: String) throws -> NSDictionary {
  let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
  return value as? NSDictionary ?? NSDictionary(object: value, forKey: "not an object" as NSString)
}
