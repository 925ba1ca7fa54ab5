import AsyncHTTPClient
import Contracts
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1

/// Asks for a token with the client's credentials (RFC 6749 section 4.4). What it answers to that appears nowhere but in `TokenAnswer`.
struct TokenEndpoint: Sendable {
  enum Response: Sendable {
    case token(String, lifetime: TimeInterval)
    case held(Outcome.Hold)
  }

  /// Of a response's body, in bytes.
  private static let largestResponse = 64 * 1024
  /// Where the endpoint does not say; longer ones are not believed.
  private static let usualLifetime: TimeInterval = 3_600
  private static let longestLifetime: TimeInterval = 86_400

  private let settings: SchneiderSettings
  private let address: Address
  private let client: HTTPClient
  private let logger: Logger

  /// Of settings that `check` found good.
  init(_ settings: SchneiderSettings, address: Address, client: HTTPClient, logger: Logger) {
    self.settings = settings
    self.address = address
    self.client = client
    self.logger = logger
  }

  /// The settings of id and secret, in words.
  static func credentials(_ connection: ConnectionSettings) -> String {
    "\(connection.setting("client_id")) and \(connection.setting("client_secret"))"
  }

  /// RFC 6749 appendices A.1 and A.2: printable ASCII.
  /// - Throws: `GatewayError` with code `key`.
  static func check(_ settings: SchneiderSettings) throws(GatewayError) {
    for (key, secret) in [("client_id", settings.clientID), ("client_secret", settings.clientSecret)] {
      guard secret.count > 0, secret.reveal().allSatisfy({ (0x20...0x7E).contains($0) }) else {
        throw GatewayError(.key, "\(settings.connection.setting(key)) is empty or holds line ends or other characters no credentials have")
      }
    }
  }

  /// What a call comes to that was cancelled while it waited.
  var cancelled: TokenAnswer {
    .held(Outcome.Hold(.unreachable, "\(settings.target): the call was cancelled before it was sent; it can be made again"))
  }

  func fetch(now: @Sendable () -> Date) async -> Response {
    let ending: Ending
    do {
      let exchange = Exchange(limit: Self.largestResponse)
      ending = await exchange.run(try request(), on: client, within: TimeAmount(settings.timeout)) {
        Mishap($0, address: address, limit: settings.connection.setting("timeout"), connection: settings.connection)
      }
    } catch {
      return .held(Outcome.Hold(.credentials, "\(settings.target): \(address.text) is no address; check \(address.setting)"))
    }
    logger.debug("token asked for", metadata: ["target": "\(settings.target)", "end": "\(ending.words)"])
    return response(to: ending, now: now())
  }

  private func request() throws -> HTTPClient.Request {
    var headers = HTTPHeaders()
    headers.add(name: "Accept", value: "application/json")
    headers.add(name: "User-Agent", value: "ferry/\(settings.version)")
    headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
    let id = formEncoded(settings.clientID.reveal())
    let secret = formEncoded(settings.clientSecret.reveal())
    var form = "grant_type=client_credentials"
    switch settings.authentication {
    case .basic: headers.add(name: "Authorization", value: "Basic " + Data((id + ":" + secret).utf8).base64EncodedString())
    case .body: form += "&client_id=\(id)&client_secret=\(secret)"
    }
    return try HTTPClient.Request(url: address.text, method: .POST, headers: headers, body: .byteBuffer(ByteBuffer(string: form)))
  }

  private func response(to ending: Ending, now: Date) -> Response {
    let attempt = "\(settings.target): POST \(address.text)"
    switch ending {
    case .unsent(let mishap):
      return .held(Outcome.Hold(.unreachable, "\(attempt) was not sent: \(mishap.what); \(mishap.remedy)"))
    case .broken(let mishap, _):
      return .held(Outcome.Hold(.broken, "\(attempt) failed: \(mishap.what); \(mishap.remedy)"))
    case .answered(let response):
      if (200..<300).contains(response.status), let token = Self.token(in: response) { return token }
      return .held(hold(response, "\(attempt) answered \(response.status)", now: now))
    }
  }

  private func hold(_ response: WireResponse, _ attempt: String, now: Date) -> Outcome.Hold {
    switch response.status {
    case 200..<300:
      return Outcome.Hold(.broken, "\(attempt) without an access token that can be used; check \(address.setting)")
    case 300..<400:
      return Outcome.Hold(.credentials, "\(attempt): redirects are not followed; put the final address into \(address.setting)")
    case 404, 405, 410:
      return Outcome.Hold(.credentials, "\(attempt): check \(address.setting)")
    case 407:
      return Outcome.Hold(.credentials, "\(attempt): check \(settings.connection.setting("proxy"))")
    case 408, 425, 429, 503:
      return Outcome.Hold(.busy, "\(attempt): it is busy and will be asked again", retryAfter: response.wait(now: now))
    case 400..<500:
      let said = ([String(response.status)] + [errorCode(in: response)].compactMap(\.self)).joined(separator: " ")
      return Outcome.Hold(
        .credentials,
        "\(settings.target): the token was refused (\(said)) by \(address.text); check \(Self.credentials(settings.connection))")
    default:
      return Outcome.Hold(.broken, "\(attempt): see how it is doing")
    }
  }

  private static func token(in response: WireResponse) -> Response? {
    guard let json = try? JSONReader.read(response.body), case .string(let text) = json["access_token"], KeptToken.isUsable(text.utf8)
    else { return nil }
    let said = json["expires_in"]?.text.flatMap(TimeInterval.init) ?? usualLifetime
    return .token(text, lifetime: said.isFinite ? min(max(said, 0), longestLifetime) : usualLifetime)
  }

  /// RFC 6749 section 5.2, `invalid_client`. Nothing longer or other than a word, and nothing that repeats a secret.
  private func errorCode(in response: WireResponse) -> String? {
    guard case .string(let code) = (try? JSONReader.read(response.body))?["error"], (1...40).contains(code.utf8.count),
      code.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "_") }),
      ![settings.clientID, settings.clientSecret].contains(where: { code.contains(String(decoding: $0.reveal(), as: UTF8.self)) })
    else { return nil }
    return code
  }
}
