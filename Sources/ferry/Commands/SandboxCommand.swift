import ArgumentParser
import Gateways
import Logging
import Sandbox
import UnixSignals

struct SandboxCommand: FerryCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "A stand-in ERP facade and Schneider Electric on this machine, over real HTTP.",
    discussion: """
      It checks tokens and bodies as strictly as the real one, remembers what was ordered until it ends, and misbehaves on request.

      ferry sandbox --port 8787

      What it got, how often each number was ordered, and a connection that breaks after an order was taken:

      curl http://127.0.0.1:8787/sandbox/requests
      curl http://127.0.0.1:8787/sandbox/orders
      curl http://127.0.0.1:8787/sandbox/faults \\
        -d '{"path": "/orders", "action": "dropAfter"}'
      curl -X DELETE http://127.0.0.1:8787/sandbox/faults

      A parcel leaves, and 450 orders are there for the order search:

      curl http://127.0.0.1:8787/sandbox/ship \\
        -d '{"orderNumber": "A-17", "externalLineNumber": "1", "parcel": "P-1"}'
      curl http://127.0.0.1:8787/sandbox/se-orders \\
        -d '{"country": "FR", "count": 450}'

      Orders ABCD, EFGH and IJKL, return 123456789, and in RU the orders of Schneider Electric's guide are there from the start.

      Its keys are known to everybody, and are those of the settings that ferry init makes. Stop it with Ctrl-C.
      """)

  @OptionGroup var config: ConfigOption
  @Option(help: "0 takes any free one.") var port = DevelopmentKeys.port
  @Option(help: ArgumentHelp("With what tokens are signed (HS256): the key, env:NAME or file:PATH.", valueName: "key")) var signingKey:
    String?
  @Option(help: ArgumentHelp("With what tokens are encrypted, 32 bytes: the key, env:NAME or file:PATH.", valueName: "key"))
  var encryptionKey: String?
  @Option(help: ArgumentHelp("Take this static token instead of signed ones: the token, env:NAME or file:PATH.", valueName: "token"))
  var bearer: String?
  @Option(help: ArgumentHelp("Who gets tokens for Schneider Electric: the id, env:NAME or file:PATH.", valueName: "id"))
  var clientId: String?
  @Option(help: ArgumentHelp("And the secret for them: the secret, env:NAME or file:PATH.", valueName: "secret"))
  var clientSecret: String?
  @Flag(help: "Answer a repeated order number with the first one's result.") var recognisesRepeatedOrders = false

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is from 0 to 65535.") }
  }

  func perform() async throws -> ExitStatus {
    var configuration = try accounts()
    configuration.port = port
    configuration.recognisesRepeatedOrders = recognisesRepeatedOrders
    configuration.holdsExamples = true
    var log = LogSettings()
    log.level = .critical
    configuration.logger = LineLogHandler.logger(log)
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    do {
      try await withSandbox(configuration) { sandbox in
        Lines.out.line(welcome(sandbox))
        for await _ in signals { break }
      }
    } catch var error as SandboxError where error.code == .notListening {
      error.message += " Choose another port with --port, or any free one with --port 0."
      throw error
    }
    return .ok
  }

  private var isStandard: Bool {
    [signingKey, encryptionKey, bearer, clientId, clientSecret].allSatisfy { $0 == nil }
  }

  private func accounts() throws(SettingsError) -> SandboxConfiguration {
    let given = [
      "FERRY_SANDBOX_SIGNING_KEY": signingKey, "FERRY_SANDBOX_ENCRYPTION_KEY": encryptionKey, "FERRY_SANDBOX_BEARER": bearer,
      "FERRY_SANDBOX_CLIENT_ID": clientId, "FERRY_SANDBOX_CLIENT_SECRET": clientSecret,
    ]
    let notes = SettingsNotes(file: "", environment: Surroundings.environment.merging(given.compactMapValues { $0 }) { $1 })
    let section = SettingsSection(nil, path: ["sandbox"], in: .environment("sandbox"), notes)
    func secret(_ key: String, or standard: String) -> Secret {
      SecretReference(key, in: section, below: WorkingFolder.path)?.resolve(notes) ?? Secret(utf8: standard)
    }
    func text(_ secret: Secret) -> String { String(decoding: secret.reveal(), as: UTF8.self) }
    let token = secret("bearer", or: "")
    let signing = secret("signing_key", or: DevelopmentKeys.signing)
    let encryption = secret("encryption_key", or: DevelopmentKeys.encryption)
    let id = secret("client_id", or: SandboxClient.development.id)
    let password = secret("client_secret", or: SandboxClient.development.secret)
    guard notes.mistakes.isEmpty else { throw SettingsError(notes.mistakes) }
    var configuration = SandboxConfiguration(
      credentials: token.count > 0
        ? .bearer(text(token)) : .nestedToken(signing: .hs256(signing.reveal()), encryptionKey: encryption.reveal()))
    configuration.client = SandboxClient(id: text(id), secret: text(password))
    return configuration
  }

  private func welcome(_ sandbox: RunningSandbox) -> String {
    let address = "The sandbox listens on \(sandbox.baseURL) (what it got: \(sandbox.origin)/sandbox/requests)."
    guard isStandard else {
      return """
        \(address)
        Settings: erp.base_url: \(sandbox.baseURL), schneider.base_url: \(sandbox.origin), schneider.token_url: \(sandbox.tokenURL), and \
        the keys you gave.
        """
    }
    return """
      \(address)
      Settings (ferry init writes them):

      erp:
        base_url: \(sandbox.baseURL)
        token:
          signing_key: env:FERRY_SANDBOX_SIGNING_KEY          # \(DevelopmentKeys.signing)
          encryption_key: env:FERRY_SANDBOX_ENCRYPTION_KEY    # \(DevelopmentKeys.encryption)
      schneider:
        base_url: \(sandbox.origin)
        token_url: \(sandbox.tokenURL)
        client_id: env:FERRY_SANDBOX_CLIENT_ID                # \(SandboxClient.development.id)
        client_secret: env:FERRY_SANDBOX_CLIENT_SECRET        # \(SandboxClient.development.secret)

      Stop it with Ctrl-C.
      """
  }
}
