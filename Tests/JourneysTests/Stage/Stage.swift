import Contracts
import Documents
import FoundationEssentials
import Glibc
import Ledgers
import Logging
import Mailboxes
import SystemPackage
import Testing
import Translation

@testable import Journeys

/// Real folders and a real ledger of one test, gone with it.
final class Stage: Sendable {
  static let logger = Logger(label: "journeys", factory: { _ in SwiftLogNoOpLogHandler() })

  let root: String
  let folders: MailboxFolders

  init() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("journeys-\(UUID())").path()
    for name in ["inbox", "outbox", "error", "archive", "var"] {
      try FileManager.default.createDirectory(atPath: "\(root)/\(name)", withIntermediateDirectories: true)
    }
    func at(_ name: String) -> FilePath { FilePath(root).appending(name) }
    folders = MailboxFolders(inbox: at("inbox"), outbox: at("outbox"), error: at("error"), archive: at("archive"), state: at("var"))
    self.root = root
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  // MARK: files

  /// Whole, by a rename: a watch may look at any time.
  func drop(_ name: String, _ text: String, to folder: String = "inbox") throws {
    let draft = "\(root)/\(folder)/.\(name).draft"
    try Data(text.utf8).write(to: URL(filePath: draft))
    guard rename(draft, "\(root)/\(folder)/\(name)") == 0 else { throw Errno(rawValue: errno) }
  }

  /// Visible names in a folder.
  func names(_ folder: String) -> [String] { all(folder).filter { !$0.hasPrefix(".") } }

  /// Names in a folder, hidden ones too.
  func all(_ folder: String) -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []).sorted() }

  func text(_ path: String) throws -> String { String(decoding: try Data(contentsOf: URL(filePath: "\(root)/\(path)")), as: UTF8.self) }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(path)") }

  /// Paths of files below a folder.
  func tree(_ folder: String) -> [String] {
    all(folder).flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      var isFolder = false
      _ = FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
      return isFolder ? tree(path) : [path]
    }
  }

  /// The archive's files, by name.
  var archived: [String] { tree("archive").compactMap { $0.split(separator: "/").last.map(String.init) }.sorted() }
  /// Files that are claimed and not put away.
  var claimed: [String] { tree("inbox/.ferry/claimed") }

  func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: "\(root)/\(path)") }

  func move(_ path: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: "\(root)/\(path)", toPath: "\(root)/\(other)")
  }

  /// Of the interchange whose temporary file lies in a folder.
  func id(in folder: String) -> String {
    all(folder).first { $0.hasPrefix(".ferry.") }.map { String($0.split(separator: ".")[1]) } ?? ""
  }

  // MARK: answers

  /// `line;status` or `document;line;status` of an answer's rows.
  func rows(_ answer: String) throws -> [String] {
    try text("outbox/\(answer)").split(separator: "\n").dropFirst().map { row in
      let cells = row.split(separator: ";", omittingEmptySubsequences: false)
      return "\(cells[1]) \(cells[2]) \(cells[3])"
    }
  }

  // MARK: processes

  /// The ledger of a new process.
  func ledger() throws -> SQLiteLedger {
    try SQLiteLedger.open(path: "\(root)/var/ledger.sqlite", mode: .openOrCreate(mayCreate: true), clock: Timestamp.now)
  }

  func settings(_ change: (inout HolderSettings) -> Void = { _ in }) -> HolderSettings {
    let rest = ScanRules(restPeriod: .zero)
    var settings = HolderSettings(
      folders: folders, handling: ["default": .sample()], scanRules: ["default": rest],
      targets: ["erp": .init(concurrency: 4, firstProbePause: .milliseconds(1), longestProbePause: .milliseconds(5))],
      pollInterval: .milliseconds(2), holdPatience: .zero)
    change(&settings)
    return settings
  }

  func holder(
    _ gateways: [String: any Gateway], _ ledger: any Ledger, _ change: (inout HolderSettings) -> Void = { _ in }
  ) throws -> Holder {
    try Holder(settings: settings(change), ledger: ledger, gateways: gateways, logger: Self.logger)
  }

  /// A process of its own: opens the ledger, makes one pass, ends.
  @discardableResult
  func run(_ gateway: any Gateway, _ change: (inout HolderSettings) -> Void = { _ in }) async throws -> RunReport {
    let ledger = try ledger()
    let report = try await holder(["erp": gateway], ledger, change).run()
    try ledger.close()
    return report
  }

  /// What the ledger holds of the document with that order number.
  func record(_ number: String, partner: String = "default") async throws -> DocumentRecord? {
    let ledger = try ledger()
    let record = try await ledger.taken(Handling.sample().key(kind: .orders, number: number))
    try ledger.close()
    return record
  }
}

extension Handling {
  /// Canonical files with defaults for what the test files leave out.
  static func sample(partner: String = "default", target: String = "erp", policy: Policy = .partial, batchSize: Int = 100) -> Handling {
    Handling(
      partner: partner, targets: .init(erp: target), policy: policy,
      defaults: [
        "currency": "EUR", "ship_type": "COUNTER", "urgent": "false", "operator_email": "edi@example.com", "operator_first_name": "EDI",
        "operator_last_name": "Desk",
      ], batchSize: batchSize)
  }
}

/// Order files of one line each.
enum OrderFile {
  static let header = "order_number;line;part_number;net_price;warehouse_id;quantity\n"

  static func text(_ numbers: [String], quantity: String = "2") -> String {
    header + numbers.map { row($0, quantity: quantity) }.joined()
  }

  static func text(_ numbers: String..., quantity: String = "2") -> String { text(numbers, quantity: quantity) }

  static func row(_ number: String, line: Int = 1, part: String = "4711", quantity: String = "2") -> String {
    "\(number);\(line);\(part);19.90;68;\(quantity)\n"
  }
}
