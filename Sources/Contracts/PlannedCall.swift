/// One HTTP request as it will go out: a value, made without effects, complete but for the base URL and the token.
package struct PlannedCall: Sendable, Hashable {
  package let operation: Operation
  /// Below the base URL, percent-encoded, with a leading slash: `/orders/AB%2F12`.
  package let path: String
  /// In order of sending, not encoded.
  package let query: [QueryItem]
  /// JSON, UTF-8; empty for a GET.
  package let body: [UInt8]
  /// The `index` values in the body, in its order; a usable response names at least one of them. Empty where the operation has none.
  package let indices: [String]
  /// Sent as the header `Idempotency-Key`: stays for a resend, changes with the content. nil for safe calls.
  package let idempotencyKey: String?

  package struct QueryItem: Sendable, Hashable {
    package let name: String
    package let value: String
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    _ operation: Operation, path: String, query: [QueryItem] = [], body: [UInt8] = [], indices: [String] = [], idempotencyKey: String? = nil
  ) {
    self.operation = operation
    self.path = path
    self.query = query
    self.body = body
    self.indices = indices
    self.idempotencyKey = idempotencyKey
  }

  package var method: Operation.Method { operation.method }
}

extension PlannedCall {
  /// `GET /test-connection`: reached or not; also the probe of a held target.
  package static let testConnection = PlannedCall(.testConnection, path: "/test-connection")

  /// `GET /orders/{externalOrderId}?externalOrderDate=`; the date verbatim, left out where there is none.
  package static func getOrder(_ id: String, date: String?) -> PlannedCall {
    PlannedCall(.getOrder, path: "/orders/" + percentEncoded(id), query: date.map { [QueryItem("externalOrderDate", $0)] } ?? [])
  }

  /// `GET /returns/{externalReturnId}?externalReturnDate=`.
  package static func getReturn(_ id: String, date: String?) -> PlannedCall {
    PlannedCall(.getReturn, path: "/returns/" + percentEncoded(id), query: date.map { [QueryItem("externalReturnDate", $0)] } ?? [])
  }

  /// RFC 3986 percent-encoding of everything but the unreserved characters; a slash in a segment becomes `%2F`.
  package static func percentEncoded(_ text: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      let isUnreserved = "-._~".utf8.contains(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
      if isUnreserved {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
