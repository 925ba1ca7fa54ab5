import Contracts
import Gateways
import Testing

/// What is read out of a 400, and out of `Retry-After`.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RefusalTests {
  @Test(arguments: [
    ("items[0].index must not be blank", 0), ("createOrder.order.items[12].part must not be null", 12), ("items[3]", 3),
    ("orderNumber must not be blank", nil), ("preCheckoutItems[2].name", nil), ("items[].index", nil), ("items[-1]", nil),
    ("items[99999999999999999999]", nil), ("items[4", nil), ("preCheckoutItems[2] of items[7]", 7),
    ("cartLines[2].part is unknown", 2), ("preCheckout.cartLines[11].quantity", 11), ("cartLines[1] of items[7]", 1),
    ("myCartLines[2]", nil),
    ("cartLines[", nil), ("cartLines[x] of items[7]", 7),
  ])
  func `a message leads back to the item it names`(text: String, item: Int?) async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      try await connection.readRequest()
      try await connection.respond(400, #"{"messages":["\#(text)"]}"#)
    }
    #expect(outcome == .refused(Outcome.Refusal(status: 400, messages: [Outcome.Message(item: item, text: text)])))
  }

  @Test func `a refusal without messages gets a sentence of ours`() async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      try await connection.readRequest()
      try await connection.respond(413)
    }
    #expect(outcome.sentences == ["the target finds the document too large (413)"])
  }

  @Test func `a flood of messages is cut`() async throws {
    let flood = "[" + Array(repeating: "\"" + String(repeating: "x", count: 2_000) + "\"", count: 2_000).joined(separator: ",") + "]"
    let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      try await connection.readRequest()
      try await connection.respond(400, #"{"messages":\#(flood)}"#)
      try await connection.waitUntilClientLeaves()
    }
    #expect(outcome.summary == "refused 400")
    #expect(outcome.sentences.count == 1_000)
    #expect(outcome.sentences.allSatisfy { $0.count == 1_000 })
  }

  /// The clock stands at Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110.
  @Test(arguments: [
    ("0", 0), ("120", 120), (" 5 ", 5), ("99999999999999999999999", 86_400), ("Sun, 06 Nov 1994 08:50:07 GMT", 30),
    ("Sunday, 06-Nov-94 08:50:07 GMT", 30), ("Sun Nov  6 08:50:07 1994", 30), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Mon, 07 Nov 1994 08:49:36 GMT", 86_399), ("Tue, 29 Feb 2028 00:00:00 GMT", 86_400),
    ("", nil), ("-1", nil), ("1.5", nil), ("soon", nil), ("Sun, 31 Feb 1995 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 24:00:00 GMT", nil),
    ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Mon, 29 Feb 2027 00:00:00 GMT", nil),
  ])
  func `Retry-After is seconds or a date`(text: String, seconds: Int64?) async throws {
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      try await connection.respond(503, headers: ["Retry-After: \(text)"])
    } _: { server in
      let clock = SteppedClock(784_111_777)
      let outcome = try await withERPGateway(Samples.settings(server.address), logger: Samples.quiet, now: clock.now) {
        await $0.perform(Samples.order)
      }
      guard case .held(let hold) = outcome else { return #expect(Bool(false), "\(outcome)") }
      #expect(hold.retryAfter == seconds.map { .seconds($0) })
    }
  }
}
