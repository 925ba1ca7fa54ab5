import Crypto
import Foundation
import KillPoints
import Sandbox

/// A folder with settings and an inbox, where the program runs against a sandbox.
final class Yard: Sendable {
  static let concurrency = 64
  private static let signingKey = "signing-key-of-the-kill-sweep-000"
  /// 32 bytes.
  private static let encryptionKey = "encryption-key-of-the-kill-sweep"

  let folder: String
  let sandbox: RunningSandbox
  /// On another file system; nil: in the folder.
  private let archive: String?

  static var credentials: SandboxCredentials {
    .nestedToken(signing: .hs256(Array(signingKey.utf8)), encryptionKey: Array(encryptionKey.utf8))
  }

  /// Besides the one whose files lie in the inbox itself.
  static let partners = ["north", "planned"]
  /// Of their order numbers.
  static func prefix(of partner: String) -> String {
    switch partner {
    case "north": "N-"
    case "planned": "L-"
    default: ""
    }
  }

  private static let planned = """
    kind: orders
    format: csv
    fields: { order_number: Auftrag, line: Pos, part_number: Artikel, quantity: Menge }
    plan_step: { orders: incomplete, back_order: primary }
    marker_required: .done
    answer: { marker: .ok }

    """

  /// Further lines of settings, and such of the two targets.
  init(_ sandbox: RunningSandbox, archivesElsewhere: Bool = false, settings: String = "", erp: String = "", schneider: String = "") throws {
    self.sandbox = sandbox
    let name = "ferry-sweep-\(UUID().uuidString.prefix(8))"
    folder = NSTemporaryDirectory() + name
    archive = archivesElsewhere ? "/dev/shm/" + name : nil
    let folders = Self.partners.flatMap { partner in ["inbox", "outbox", "error"].map { "\($0)/\(partner)" } }
    for name in folders + ["archive", "var"] {
      try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }
    let text = """
      folders: { archive: \(path("archive")) }
      rest_period: 50ms
      poll_interval: 50ms
      hold_patience: 20s
      erp:
        base_url: \(sandbox.baseURL)
        concurrency: \(Self.concurrency)
        token: { signing_key: env:SIGNING_KEY, encryption_key: env:ENCRYPTION_KEY }
      \(Self.indented(erp))
      schneider:
        base_url: \(sandbox.origin)
        token_url: \(sandbox.tokenURL)
        client_id: env:CLIENT_ID
        client_secret: env:CLIENT_SECRET
        ship_to: "1234567890"
      \(Self.indented(schneider))
      defaults:
        currency: EUR
        ship_type: COUNTER
        urgent: false
        operator: { email: edi@example.com, first_name: EDI, last_name: Desk }
      partners:
        default: { defaults: { warehouse_id: "68" } }
        north: { profile: csv-semicolon-1252, order_number_prefix: "\(Self.prefix(of: "north"))", policy: all-or-nothing }
        planned: { profile: planned.yaml, order_number_prefix: "\(Self.prefix(of: "planned"))" }
      \(settings)

      """
    try Data(text.utf8).write(to: URL(filePath: path("ferry.yaml")))
    try Data(Self.planned.utf8).write(to: URL(filePath: path("planned.yaml")))
  }

  private static func indented(_ lines: String) -> String { lines.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n") }

  /// How many files lie in the inboxes or are claimed.
  var waiting: Int { files("inbox").count }

  /// The names of the files that are on their way.
  var claimed: [String] {
    (FileManager.default.subpaths(atPath: path("inbox/.ferry/claimed")) ?? []).filter { $0.hasSuffix(".csv") || $0.hasSuffix(".xml") }
      .map { URL(filePath: $0).lastPathComponent }
  }

  func path(_ name: String) -> String {
    if let archive, name.hasPrefix("archive") { return archive + name.dropFirst("archive".count) }
    return folder + "/" + name
  }

  func remove() {
    for place in [archive, folder] { if let place { try? FileManager.default.removeItem(atPath: place) } }
  }

  /// Whether the claimed file of that name has its copy on another file system, and only waits to be removed.
  func isMoved(_ name: String) -> Bool {
    let note = URL(filePath: path(name)).deletingLastPathComponent().appending(path: ".moving")
    guard name.contains("/.ferry/claimed/"), let target = try? String(contentsOf: note, encoding: .utf8), target.hasSuffix("\n") else {
      return false
    }
    return FileManager.default.fileExists(atPath: String(target.dropLast()))
  }

  /// As a careful sender does: whole, by a rename.
  func drop(_ file: CargoFile) throws {
    let draft = path("inbox/\(file.folder).\(file.name)")
    try Data(file.bytes).write(to: URL(filePath: draft))
    try FileManager.default.moveItem(atPath: draft, toPath: path("inbox/\(file.folder)\(file.name)"))
    if let markers = file.markers { try Data().write(to: URL(filePath: path("inbox/\(file.folder)\(file.name)\(markers.own)"))) }
  }

  /// `prefix`: a program that is started around it.
  func start(_ arguments: [String], killAt: KillAt? = nil, around prefix: [String] = []) throws -> Program {
    var environment = ["SIGNING_KEY": Self.signingKey, "ENCRYPTION_KEY": Self.encryptionKey]
    environment["CLIENT_ID"] = SandboxClient.development.id
    environment["CLIENT_SECRET"] = SandboxClient.development.secret
    if let killAt { environment["FERRY_KILL_AT"] = killAt.text }
    return try Program(prefix + [try Program.ferry] + arguments, in: folder, environment: environment, log: path("ferry.log"))
  }

  /// Every file below these folders, hidden ones too, with its SHA-256.
  func files(_ folders: String...) -> [String: String] {
    var found: [String: String] = [:]
    for folder in folders {
      guard let names = FileManager.default.enumerator(atPath: path(folder)) else { continue }
      for case let name as String in names where names.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
        if let hash = Self.hash(path("\(folder)/\(name)")) { found["\(folder)/\(name)"] = hash }
      }
    }
    return found
  }

  /// nil: it is gone.
  static func hash(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { hash($0) }
  }

  static func hash(_ bytes: some DataProtocol) -> String {
    SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Orders and returns that the ledger has as being sent, by partner and number. Of a copy: to open the ledger would repair what the next start
  /// has to.
  func sending() async throws -> Set<String> {
    let copy = path("copy.sqlite")
    for tail in ["", "-wal"] {
      try? FileManager.default.removeItem(atPath: copy + tail)
      try? FileManager.default.copyItem(atPath: path("var/ledger.sqlite") + tail, toPath: copy + tail)
    }
    guard FileManager.default.fileExists(atPath: copy) else { return [] }
    let query = "SELECT partner || '/' || number FROM documents WHERE state = 'sending'"
    let program = try Program(["/usr/bin/sqlite3", copy, query], in: folder, environment: [:], log: path("sqlite.log"))
    // A ledger that was not made whole yet has no tables.
    return await program.exit == 0 ? Set(program.text.split(separator: "\n").map(String.init)) : []
  }

  /// The ledger as SQL; only where nobody has it open.
  func ledger(_ command: String) async throws -> String {
    let program = try Program(
      ["/usr/bin/sqlite3", path("var/ledger.sqlite"), command], in: folder, environment: [:], log: path("sqlite.log"))
    guard await program.exit == 0 else { throw SweepError("sqlite3 \(command): \(program.text)") }
    return program.text
  }
}
