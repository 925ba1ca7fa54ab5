import Documents
import Formats
import Translation

/// A partner's CSV of orders, read by a profile whose columns are given shortly: `order_number=1` a position, `part_number=3@L` one of a type of
/// records, `quantity=Menge` a name.
struct PartnerRows {
  var profile: Profile

  init(_ shape: CSVShape = CSVShape(separator: ";", hasHeader: false), _ columns: String...) {
    profile = Profile(name: "acme", kind: .orders, source: .csv(shape), fields: columns.map(Self.rule))
  }

  static func rule(_ text: String) -> FieldRule {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let place = parts[1].split(separator: "@").map(String.init)
    let cell: FieldRule.Cell = Int(place[0]).map { .at($0, record: place.count > 1 ? place[1] : nil) } ?? .named(place[0])
    return FieldRule(parts[0], .cells([cell], joint: " "))
  }

  func read(_ text: String) throws -> ReadFile { try read(bytes: Array(text.utf8)) }

  func read(bytes: [UInt8]) throws -> ReadFile {
    let defaults = [
      "ship_type": "COUNTER", "operator_email": "a@b.c", "operator_first_name": "A", "operator_last_name": "B", "urgent": "false",
      "net_price": "1", "currency": "EUR", "warehouse_id": "68",
    ]
    return try ReadFile(bytes: bytes, named: "b.txt", as: .orders, Handling(defaults: defaults, profiles: [profile]))
  }
}

extension ReadFile {
  /// `O1 1 A1 2`: number, line, part and quantity of each line, without findings.
  var lines: [String] {
    documents.flatMap { document in
      document.lines.map { line in
        let pieces = document.entries(of: warehouses, in: line).first.flatMap { document.string("quantity", in: $0) } ?? ""
        return [document.number ?? "", document.string("line", in: line) ?? "", document.string("part_number", in: line) ?? "", pieces]
          .joined(separator: " ")
      }
    }
  }

  private var warehouses: Int { Kind.orders.layout.fieldIndex(column: "quantity").map { Kind.orders.layout.place(of: $0).section } ?? 0 }

  /// A field of the document itself.
  func head(_ column: String, of document: Int = 0) -> String? { documents[document].string(column, in: 0) }
}

extension PartnerRows {
  /// The trailer record for a file of one document alone.
  func trailer(of text: String, keeping ordinal: Int) throws -> String {
    let reading = DocumentReader.open(
      ByteSource(bytes: Array(text.utf8), name: "b.txt"), name: "b.txt", kind: .orders, format: .csv,
      handling: Handling(profiles: [profile]))
    guard let reading = reading as? any RowReading else { return "" }
    var rows = RowCount()
    while try reading.next() {
      if reading.document.ordinal == ordinal { rows += reading.rowCount }
    }
    return String(decoding: reading.trailer(documents: 1, rows: rows) ?? [], as: UTF8.self)
  }
}
