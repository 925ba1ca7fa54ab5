/// One request that reached the facade, in order of arrival, whatever became of it.
package struct RecordedRequest: Sendable, Equatable {
  package var method: String
  /// As it stood in the request line, without the query.
  package var path: String
  /// As it stood in the request line, without the question mark; nil: there was none.
  package var query: String?
  /// The header `Idempotency-Key`.
  package var idempotencyKey: String?
  /// The body as it came; nil where bodies are not kept.
  package var body: [UInt8]?
  /// `orderNumber` and `returnNumber` of the body, where it is readable and has them.
  package var orderNumber: String?
  package var returnNumber: String?
  /// Members of the body that the seed's tables do not know: `items[0].colour`. The facade ignores them.
  package var unknownFields: [String] = []
  /// The status that was sent, or begun to be sent; nil: none (yet).
  package var status: Int?
  /// Whether the books hold an order or a return by this request.
  package var committed = false
  /// The identifiers under which the books hold it, in their order; also where the client never got to know them.
  package var externalIDs: [String] = []
  /// Why it was answered with 401.
  package var tokenRefusal: TokenRefusal?
  /// The misbehaviour it met.
  package var fault: String?
}
