import Documents
import Formats
import Translation

/// A whole file, read: every document with its findings.
struct ReadFile {
  private(set) var documents: [Document] = []
  /// By document.
  private(set) var findings: [[Finding]] = []
  private(set) var fileFindings: [Finding] = []
  private(set) var linesNotKept: [Int] = []

  init(_ text: String, named name: String, as kind: Kind, _ handling: Handling = Handling()) throws {
    try self.init(bytes: Array(text.utf8), named: name, as: kind, handling)
  }

  init(bytes: [UInt8], named name: String, as kind: Kind, _ handling: Handling = Handling()) throws {
    let reading = DocumentReader.open(
      ByteSource(bytes: bytes, name: name), name: name, kind: kind, format: DocumentReader.format(ofFile: name), handling: handling)
    while try reading.next() {
      documents.append(reading.document)
      findings.append(reading.findings)
      linesNotKept.append(reading.linesNotKept)
    }
    fileFindings = reading.fileFindings
  }

  /// Everything that was found, as people read it.
  var said: [String] { (fileFindings + findings.joined()).map(\.description) }

  var codes: [Finding.Code] { (fileFindings + findings.joined()).map(\.code) }

  var numbers: [String?] { documents.map(\.number) }
}

extension ReadFile {
  /// An orders file with the columns that are always required, and those named.
  static func orders(_ columns: String..., rows: [String], handling: Handling = Handling()) throws -> ReadFile {
    let header = (["order_number", "line", "part_number", "warehouse_id", "quantity"] + columns).joined(separator: ";")
    let defaults = ["ship_type": "COUNTER", "operator_email": "a@b.c", "operator_first_name": "A", "operator_last_name": "B"]
    var handling = handling
    handling.defaults = defaults.merging(["urgent": "false", "net_price": "1", "currency": "EUR"]) { own, _ in own }
      .merging(handling.defaults) { _, given in given }
    return try ReadFile(([header] + rows).map { $0 + "\n" }.joined(), named: "orders.csv", as: .orders, handling)
  }
}
