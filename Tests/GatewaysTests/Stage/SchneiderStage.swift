import Contracts
import Gateways
import Logging
import Synchronization
import Testing

/// Schneider Electric's token endpoint (`/token`) and API on one port, with a gateway to them.
struct SchneiderStage: Sendable {
  static let clientID = "ferry-client"
  static let clientSecret = "a-client-secret"

  struct Reply: Sendable {
    var status = 200
    var body = ""
    var headers: [String] = []

    /// A token as the live endpoint gives it.
    static func token(_ text: String, expiresIn: String? = "3600") -> Reply {
      let life = expiresIn.map { #","expires_in":\#($0)"# } ?? ""
      return Reply(body: #"{"access_token":"\#(text)","token_type":"Bearer"\#(life)}"#)
    }
  }

  let server: ScriptedServer
  let gateway: SchneiderGateway
  private let memory: Memory

  /// In order of arrival.
  var tokenRequests: [ReceivedRequest] { server.requests.filter { $0.line.contains(" /token ") } }
  /// The bodies of `tokenRequests`.
  var forms: [String] { memory.forms.withLock { $0 } }
  var calls: [ReceivedRequest] { server.requests.filter { !$0.line.contains(" /token ") } }

  private final class Memory: Sendable {
    let forms = Mutex<[String]>([])
    let tokens = Mutex(0)
  }

  static func settings(_ address: String) -> SchneiderSettings {
    SchneiderSettings(
      baseURL: address, tokenURL: address + "/token", clientID: Secret(utf8: clientID), clientSecret: Secret(utf8: clientSecret))
  }

  /// `token` gives the reply to the n-th request for a token, from 1, nil for none at all; `api` that to a call.
  static func run<Result>(
    _ change: (inout SchneiderSettings) -> Void = { _ in }, logger: Logger = Samples.quiet,
    clock: SteppedClock = SteppedClock(1_790_000_000),
    token: @escaping @Sendable (_ number: Int) -> Reply? = { .token("token-\($0)") },
    api: @escaping @Sendable (ReceivedRequest) -> Reply = { _ in Reply(body: Samples.schneiderResponse) },
    _ body: (SchneiderStage) async throws -> Result
  ) async throws -> Result {
    let memory = Memory()
    return try await ScriptedServer.run { connection in
      while let request = try await connection.readHead() {
        let form = try await connection.readBody(of: request)
        let reply: Reply?
        if request.line.contains(" /token ") {
          memory.forms.withLock { $0.append(form) }
          reply = token(
            memory.tokens.withLock {
              $0 += 1
              return $0
            })
        } else {
          reply = api(request)
        }
        guard let reply else { return try await connection.waitUntilClientLeaves() }
        try await connection.respond(reply.status, reply.body, headers: reply.headers)
      }
    } _: { server in
      var settings = settings(server.address)
      change(&settings)
      return try await withSchneiderGateway(settings, logger: logger, now: clock.now) { gateway in
        try await body(SchneiderStage(server: server, gateway: gateway, memory: memory))
      }
    }
  }

  /// What a look-up comes to where the token endpoint answers so.
  static func outcome(token reply: Reply?, _ change: (inout SchneiderSettings) -> Void = { _ in }) async throws -> (Outcome, String) {
    try await run(change, token: { _ in reply }) { stage in
      let outcome = await stage.gateway.perform(Samples.schneiderOrder)
      #expect(stage.calls.isEmpty)
      return (outcome, stage.server.address)
    }
  }
}
