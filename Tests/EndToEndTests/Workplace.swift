import Foundation
import Sandbox
import SystemPackage

/// A folder with settings, an inbox and all the rest, where the program runs against a sandbox of its own.
final class Workplace: Sendable {
  let folder: FilePath
  let sandbox: RunningSandbox

  /// `settings` are lines of `ferry.yaml` beside those below, `erp` and `schneider` further ones within those sections; without `schneider`
  /// there is no such section. In all of them the sandbox listens on port 8787.
  init(_ sandbox: RunningSandbox, settings: String = "", erp: String = "", schneider: String? = nil) throws {
    self.sandbox = sandbox
    folder = FilePath("/tmp/ferry-workplace-\(UUID().uuidString)")
    for name in ["inbox", "outbox", "error", "archive", "var"] {
      try FileManager.default.createDirectory(atPath: folder.appending(name).string, withIntermediateDirectories: true)
    }
    try write(
      "ferry.yaml",
      """
      rest_period: 50ms
      poll_interval: 50ms
      hold_patience: 10s
      erp:
        base_url: \(sandbox.baseURL)
        concurrency: 1
        token: { signing_key: env:SIGNING_KEY, encryption_key: env:ENCRYPTION_KEY }
      \(Self.indented(erp))
      \(schneider.map { Self.account(sandbox) + Self.indented($0) } ?? "")
      \(settings)

      """.replacing(":8787", with: ":\(sandbox.port)"))
  }

  private static func account(_ sandbox: RunningSandbox) -> String {
    """
    schneider:
      base_url: \(sandbox.origin)
      token_url: \(sandbox.tokenURL)
      client_id: env:CLIENT_ID
      client_secret: env:CLIENT_SECRET

    """
  }

  private static func indented(_ lines: String) -> String { lines.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n") }

  deinit { try? FileManager.default.removeItem(atPath: folder.string) }

  private static let signingKey = "signing-key-of-the-end-to-end-tests"
  /// 32 bytes.
  private static let encryptionKey = "encryption-key-of-the-e2e-tests!"

  static var credentials: SandboxCredentials {
    .nestedToken(signing: .hs256(Array(signingKey.utf8)), encryptionKey: Array(encryptionKey.utf8))
  }

  static var environment: [String: String] {
    let client = SandboxClient.development
    return [
      "SIGNING_KEY": signingKey, "ENCRYPTION_KEY": encryptionKey, "CLIENT_ID": client.id, "CLIENT_SECRET": client.secret,
    ]
  }

  /// Runs `ferry` here, to its end.
  func ferry(_ arguments: String...) async throws -> FerryProgram.Ending { try await ferry(arguments) }

  func ferry(_ arguments: [String]) async throws -> FerryProgram.Ending {
    try await FerryProgram.run(arguments, in: folder, environment: Self.environment)
  }

  func start(_ arguments: String...) throws -> FerryProcess {
    try FerryProgram.start(arguments, in: folder, environment: Self.environment)
  }

  /// Puts a file into the inbox, or below it for a partner (`north/orders.csv`), as a careful sender does: whole, by a rename.
  func drop(_ bytes: some Sequence<UInt8>, as name: String) throws {
    let place = folder.appending("inbox").pushing(FilePath(name))
    let inbox = place.removingLastComponent()
    let draft = inbox.appending("." + (place.lastComponent?.string ?? ""))
    try FileManager.default.createDirectory(atPath: inbox.string, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: draft.string))
    try FileManager.default.moveItem(atPath: draft.string, toPath: place.string)
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder.pushing(FilePath(name)).string))
  }

  /// Of a file below the folder: `outbox/orders.answer.csv`.
  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: folder.pushing(FilePath(name)).string))) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Names of all files below a folder, relative to it, sorted; nothing that is hidden.
  func files(_ name: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder.appending(name).string)?.compactMap { $0 as? String } ?? []
    return names.filter { path in
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(atPath: folder.appending(name).pushing(FilePath(path)).string, isDirectory: &isFolder)
      return isThere && !isFolder.boolValue && !path.split(separator: "/").contains { $0.hasPrefix(".") }
    }.sorted()
  }
}

/// Runs `body` in a workplace with a sandbox of its own; both are gone afterwards. `pause`: how delays of the sandbox pass. `keepsBodies`: off for large
/// files.
func withWorkplace<Result>(
  settings: String = "", erp: String = "", schneider: String? = nil, pause: (@Sendable (Duration) async throws -> Void)? = nil,
  keepsBodies: Bool = true, _ body: (Workplace) async throws -> Result
) async throws -> Result {
  var configuration = SandboxConfiguration(credentials: Workplace.credentials)
  if let pause { configuration.pause = pause }
  configuration.holdsExamples = true
  configuration.keepsBodies = keepsBodies
  return try await withSandbox(configuration) { sandbox in
    try await body(Workplace(sandbox, settings: settings, erp: erp, schneider: schneider))
  }
}
