/// The head of a request as it stood on the wire.
struct ReceivedRequest: Sendable {
  let connection: Int
  /// `POST /orders HTTP/1.1`
  let line: String
  let headers: [(name: String, value: String)]

  init(connection: Int, head: String) {
    self.connection = connection
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: true).map(String.init)
    line = lines.first ?? ""
    headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      return (parts[0], parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
    }
  }

  subscript(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The token of `Authorization: Bearer <token>`.
  var token: String { String((self["Authorization"] ?? "").dropFirst("Bearer ".count)) }
}
