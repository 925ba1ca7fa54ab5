/// A document in the books that can be asked for by id: an external order, or an external return.
struct Entry: Sendable {
  /// The platform's, of the order or return that it came of.
  var number: String
  /// Verbatim, as it was given to the client.
  var date: String
  /// The body of the `GET` for it.
  var state: JSONValue
}
