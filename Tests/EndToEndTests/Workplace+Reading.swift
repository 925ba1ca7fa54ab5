import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

extension Workplace {
  /// What nearly every file here leaves out.
  static let defaults = """
    defaults:
      currency: EUR
      ship_type: COUNTER
      urgent: false
      warehouse_id: "68"
      operator: { email: edi@example.com, first_name: EDI, last_name: Desk }
    """
  static let ordersHeader = "order_number;line;part_number;net_price;quantity\n"
  static let returnsHeader =
    "return_number;order_number;return_date;external_order_id;external_order_date;line;part_number;quantity;reason\n"

  /// A file of one-line orders.
  static func orders(_ numbers: [String], quantity: Int = 3) -> String {
    ordersHeader + numbers.map { "\($0);1;P1;10.50;\(quantity)\n" }.joined()
  }

  /// `settings` come from the environment: `ERP_CONCURRENCY`.
  func start(_ arguments: [String], settings: [String: String]) throws -> FerryProcess {
    let settings = Dictionary(uniqueKeysWithValues: settings.map { ("FERRY_" + $0, $1) })
    return try FerryProgram.start(arguments, in: folder, environment: Self.environment.merging(settings) { $1 })
  }

  func drop(_ text: String, as name: String) throws { try drop(Array(text.utf8), as: name) }

  /// The rows of a CSV answer: source line, document, line, status, code.
  func rows(_ answer: String) throws -> [[String]] {
    try text("outbox/" + answer).split(separator: "\n").dropFirst().map { row in
      row.split(separator: ";", maxSplits: 5, omittingEmptySubsequences: false).prefix(5).map(String.init)
    }
  }

  /// The status of each row of a CSV answer.
  func statuses(_ answer: String) throws -> [String] { try rows(answer).map { $0[3] } }

  /// `ferry status --json`, and its exit code.
  func status() async throws -> (exit: Int32?, json: JSONValue) {
    let ending = try await ferry("status", "--json")
    return (ending.exit, try JSONReader.read(Array(ending.output.utf8)))
  }

  /// Everything in the folders that are others' business, byte for byte.
  func contents() throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for folder in ["inbox", "outbox", "error", "archive"] {
      for name in files(folder) { found["\(folder)/\(name)"] = try bytes("\(folder)/\(name)") }
    }
    return found
  }

  /// What was claimed and not put away.
  var claimed: [String] {
    let found = FileManager.default.enumerator(atPath: folder.pushing("inbox/.ferry/claimed").string)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.split(separator: "/").count == 3 }
  }

  /// POSTs that reached the sandbox.
  var posts: [RecordedRequest] { sandbox.server.record.filter { $0.method == "POST" } }

  /// What reached the facade or Schneider Electric's services, but for requests of tokens.
  var calls: [RecordedRequest] { sandbox.server.record.filter { $0.path != "/token" } }
}

extension RecordedRequest {
  /// Path and query, as they stood in the request line.
  var target: String { path + (query.map { "?" + $0 } ?? "") }

  var isSchneider: Bool { path.hasPrefix("/v1/supply-chain/") || path.hasPrefix("/v2/") }

  /// The same below the base URL, which for the facade ends with /v1.
  var targetBelowBase: String { isSchneider ? target : String(target.dropFirst("/v1".count)) }

  /// The body; nil where there is none.
  var json: JSONValue? {
    get throws { try body.flatMap { $0.isEmpty ? nil : try JSONReader.read($0) } }
  }
}
