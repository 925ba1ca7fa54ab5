/// The command line is wrong: exit 64.
struct UsageError: Error, CustomStringConvertible {
  private static let usage = """
    usage:
      ferry-bench generate orders-csv|orders-xml DOCUMENTS [LINES] > FILE
      ferry-bench generate availability-csv LINES > FILE
      ferry-bench convert FILE [--as bodies|documents|tokens|hash] [--kind orders|availability]
      ferry-bench bodies FILE [--first COUNT]
      ferry-bench calls FILE --url URL [--in-flight 64]
      ferry-bench orders FILE --url URL [--in-flight 64] [--ledger sqlite|memory] [--folder bench/work]
      ferry-bench files COUNT [LINES] --url URL [--in-flight 64] [--ledger sqlite|memory] [--folder bench/work]
      ferry-bench first-call marker|waiting [COUNT] --url URL [--poll MILLISECONDS] [--folder bench/work]
    """

  let description: String

  init(_ message: String) { description = "\(message)\n\(Self.usage)" }
}
