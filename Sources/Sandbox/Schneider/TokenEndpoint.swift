import FoundationEssentials

/// `POST /token`: the client credentials grant (RFC 6749 section 4.4), id and secret in the body or in HTTP Basic, not in both. In Basic they
/// may stand as they are, as the guide has them, or form-encoded, as RFC 6749 section 2.3.1 wants them.
struct TokenEndpoint: Sendable {
  var client: SandboxClient
  var tokens: SchneiderTokens

  func answer(_ arrival: Arrival, _ entry: inout RecordedRequest) -> Reply {
    guard MediaType.isForm(arrival.contentType) else { return .empty(415) }
    guard let form = RequestTarget.parameters(of: String(decoding: arrival.body, as: UTF8.self)), let grant = form["grant_type"] else {
      return refusal(400, "invalid_request")
    }
    let given: [SandboxClient]
    if let authorization = arrival.authorization {
      guard form["client_id"] == nil, form["client_secret"] == nil else { return refusal(400, "invalid_request") }
      given = basic(authorization)
    } else {
      given = [SandboxClient(id: form["client_id"] ?? "", secret: form["client_secret"] ?? "")]
    }
    guard given.contains(where: { $0.id == client.id && constantTimeEqual($0.secret.utf8, client.secret.utf8) }) else {
      return wrongClient(&entry)
    }
    guard grant == "client_credentials" else { return refusal(400, "unsupported_grant_type") }
    var reply = Reply.ok([
      "access_token": .text(tokens.issue()), "token_type": "Bearer", "expires_in": .number(String(tokens.life)),
    ])
    reply.headers = [("Cache-Control", "no-store")]
    return reply
  }

  /// The two readings of `Basic <base64 of id:secret>` (RFC 7617).
  private func basic(_ authorization: String) -> [SandboxClient] {
    guard authorization.prefix(6).lowercased() == "basic ", let bytes = Data(base64Encoded: String(authorization.dropFirst(6))),
      let text = String(validating: bytes, as: UTF8.self), let colon = text.firstIndex(of: ":")
    else { return [] }
    let id = text[..<colon]
    let secret = text[text.index(after: colon)...]
    let asItIs = SandboxClient(id: String(id), secret: String(secret))
    guard let id = RequestTarget.decode(id, plusIsBlank: true), let secret = RequestTarget.decode(secret, plusIsBlank: true) else {
      return [asItIs]
    }
    return [asItIs, SandboxClient(id: id, secret: secret)]
  }

  private func wrongClient(_ entry: inout RecordedRequest) -> Reply {
    entry.tokenRefusal = .wrongClient
    var reply = refusal(401, "invalid_client")
    reply.headers = [("WWW-Authenticate", "Basic realm=\"sandbox\"")]
    return reply
  }

  private func refusal(_ status: Int, _ error: String) -> Reply { Reply(status: status, content: .json(["error": .text(error)])) }
}
