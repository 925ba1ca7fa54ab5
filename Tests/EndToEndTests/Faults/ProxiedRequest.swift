/// The head of a request on its way to the sandbox.
struct ProxiedRequest: Sendable {
  /// Without the empty line behind it.
  let head: String
  /// Of an order: the how manieth, from 1.
  var number = 0

  var isOrder: Bool { head.hasPrefix("POST /v1/orders ") }
  /// Of the body, in bytes.
  var length: Int { ProxiedResponse.field("content-length", in: head).flatMap { Int($0) } ?? 0 }
}

/// A response of the sandbox, to be changed on its way back.
struct ProxiedResponse: Sendable {
  private let lines: [String]
  let body: [UInt8]

  init(_ bytes: [UInt8]) {
    let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) ?? bytes.count..<bytes.count
    body = Array(bytes[end.upperBound...])
    lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n").map(String.init)
  }

  static func field(_ name: String, in head: String) -> String? {
    head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ":") }?.split(separator: ":", maxSplits: 1).last?
      .trimmingPrefix(" ").description
  }

  /// Under another length, or none but these headers; the connection stays open.
  func bytes(length: Int? = nil, headers: String? = nil) -> [UInt8] {
    let kept = lines.filter { !$0.lowercased().hasPrefix("connection:") && !$0.lowercased().hasPrefix("content-length:") }
    let head = kept + [headers ?? "Content-Length: \(length ?? body.count)"]
    return Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }
}
