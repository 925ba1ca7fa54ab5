import Documents
import Formats

/// A partner by chance: encoding, separator, a `sep=` line, rows of separators alone, quotes, line feeds within them, line ends, Ctrl-Z, header or positions or types of records, marks,
/// dates, a trailer; with a file, the profile for it, and what has to be read.
struct RandomPartner {
  enum Shape: CaseIterable { case header, positions, types }

  struct Line: Equatable {
    var line: String
    var part: String
    var quantity: String
    /// Of orders.
    var price: String?
  }
  struct Order: Equatable {
    var number: String
    /// Of returns, as canonical files write it.
    var date: String?
    var comment: String?
    var lines: [Line]
  }

  let kind: Kind
  let shape: Shape
  let encoding: TextEncoding
  let separator: String
  let lineEnd: CSVLineEnd
  let codes: [String]
  let orders: [Order]
  /// As they stand in the file, without quotes; the header is the first.
  private(set) var rows: [[String]] = []
  private(set) var bytes: [UInt8] = []
  /// The YAML.
  private(set) var profile = ""

  private let columns: [Column]
  private let decimal: String
  private let thousands: String
  private let date: String

  /// A canonical column, where it stands in its record, from 0, and whether that is the document's.
  private struct Column {
    let name: String
    let header: String
    var position = 0
    var isOfDocument = false
  }

  init(_ chance: inout some RandomNumberGenerator) throws {
    func one<Element>(_ elements: [Element], _ other: Element) -> Element { elements.randomElement(using: &chance) ?? other }
    kind = one([.orders, .orders, .returns], .orders)
    shape = one(Shape.allCases, .header)
    let text = one(RandomText.all, RandomText.all[0])
    encoding = text.encoding
    separator = one([";", ",", "\t", "|"], ";")
    lineEnd = one([.lf, .crlf, .cr], .lf)
    codes = one([["H", "L", "T"], ["HDR", "LIN", "TRL"], ["KOPF", "POS", "ENDE"], ["10", "20", "99"]], [])
    decimal = one([".", ","], ".")
    thousands = one(["", decimal == "." ? "," : ".", " ", "'"], "")
    date = one(RandomDate.patterns, "YYYY-MM-DD")
    columns = Self.columns(kind, shape, &chance)
    orders = Self.orders(kind, text.comments + (lineEnd == .cr ? [] : ["zwei\nZeilen"]), &chance)
    rows = written()
    profile = yaml(hasMark: text.hasMark)
    let always = Bool.random(using: &chance)
    let hasFinalEnd = Bool.random(using: &chance)
    let end = lineEnd == .lf ? "\n" : lineEnd == .crlf ? "\r\n" : "\r"
    var lines = rows.map { $0.map { quoted($0, always: always) }.joined(separator: separator) }
    // As spreadsheets leave them.
    let blank = String(repeating: separator, count: rows[0].count - 1)
    if Int.random(in: 0..<4, using: &chance) == 0 { lines.insert(blank, at: .random(in: 1..<lines.count, using: &chance)) }
    let content = lines.joined(separator: end)
    // A spreadsheet's line, which is none of the rows.
    let announced = Int.random(in: 0..<4, using: &chance) == 0 ? "sep=\(separator)" + end : ""
    var encoder = try TextEncoder(encoding, mark: text.hasMark)
    bytes = encoder.encode(Array((announced + content + (hasFinalEnd ? end : "")).utf8)) + encoder.finish()
    // The end of a file in DOS.
    if ![.utf16, .utf16le, .utf16be].contains(encoding), Int.random(in: 0..<4, using: &chance) == 0 { bytes.append(0x1A) }
  }

  private static func columns(_ kind: Kind, _ shape: Shape, _ chance: inout some RandomNumberGenerator) -> [Column] {
    let language = Int.random(in: 0..<4, using: &chance)
    func column(_ name: String, _ headers: [String], ofDocument: Bool = false) -> Column {
      Column(name: name, header: headers[language], isOfDocument: ofDocument)
    }
    var columns = [
      column("line", ["LineNo", "Position", "Ligne", "Linea"]),
      column("part_number", ["ArticleNo", "Artikelnummer", "Code article", "Articulo"]),
      column("quantity", ["Quantity", "Menge", "Quantite", "Cantidad"]),
    ]
    let orderNumber = column("order_number", ["Order No", "Auftragsnr", "No Commande", "Numero pedido"], ofDocument: true)
    let remark = ["Remark", "Bemerkung", "Remarque", "Observaciones"]
    if kind == .orders {
      columns += [
        column("net_price", ["Net price", "Preis", "Prix", "Precio"]), orderNumber, column("order_comment", remark, ofDocument: true),
      ]
    } else {
      columns += [
        column("return_number", ["Return No", "Retourennr", "Numero retour", "Devolucion"], ofDocument: true), orderNumber,
        column("return_date", ["Return date", "Retourendatum", "Date retour", "Fecha devolucion"], ofDocument: true),
        column("reason", ["Reason", "Grund", "Motif", "Motivo"]), column("comment", remark),
      ]
    }
    columns.shuffle(using: &chance)
    // In files with types the type stands in front.
    var next = [false: shape == .types ? 1 : 0, true: shape == .types ? 1 : 0]
    for index in columns.indices {
      let record = shape == .types && columns[index].isOfDocument
      columns[index].position = next[record] ?? 0
      next[record, default: 0] += 1
    }
    return columns
  }

  private static func orders(_ kind: Kind, _ comments: [String], _ chance: inout some RandomNumberGenerator) -> [Order] {
    let parts = ["4711", "A;B", "x,y|z", "q\"q", "W 712/75", "00013", "1.234", "E5", "6PK1020"]
    return (0..<Int.random(in: 2...4, using: &chance)).map { document in
      let lines = (0..<Int.random(in: 1...4, using: &chance)).map { line in
        let quantity = Bool.random(using: &chance) ? Int.random(in: 1...99, using: &chance) : Int.random(in: 1...9_999_999, using: &chance)
        let cents = Int.random(in: 0...99_999_999, using: &chance)
        let price = "\(cents / 100)." + (cents % 100 < 10 ? "0" : "") + "\(cents % 100)"
        return Line(
          line: "\(line + 1)", part: parts.randomElement(using: &chance) ?? "", quantity: "\(quantity)",
          price: kind == .orders ? price : nil)
      }
      // The first tells the day from the month, and which encoding it is.
      let day = Int.random(in: document == 0 ? 13...28 : 1...28, using: &chance)
      return Order(
        number: "X-\(document + 1)\(Int.random(in: 100...999, using: &chance))",
        date: kind == .returns
          ? RandomDate.text(day, Int.random(in: 1...12, using: &chance), Int.random(in: 2020...2030, using: &chance)) : nil,
        comment: document == 0 || Bool.random(using: &chance)
          ? comments[document == 0 ? 0 : Int.random(in: 0..<comments.count, using: &chance)] : nil,
        lines: lines)
    }
  }

  // MARK: the file

  private func written() -> [[String]] {
    var rows = shape == .header ? [columns.map(\.header)] : []
    for order in orders {
      if shape == .types { rows.append([codes[0]] + columns.filter(\.isOfDocument).map { cell($0, order, order.lines[0]) }) }
      for line in order.lines {
        let own = shape == .types ? columns.filter { !$0.isOfDocument } : columns
        rows.append((shape == .types ? [codes[1]] : []) + own.map { cell($0, order, line) })
      }
    }
    if shape == .types {
      let lines = orders.flatMap(\.lines)
      rows.append([codes[2], "\(lines.count)", "\(orders.count)", "\(lines.reduce(0) { $0 + (Int($1.quantity) ?? 0) })"])
    }
    return rows
  }

  private func cell(_ column: Column, _ order: Order, _ line: Line) -> String {
    switch column.name {
    case "line": line.line
    case "part_number": line.part
    case "quantity": grouped(line.quantity)
    case "net_price": grouped(String(line.price?.dropLast(3) ?? "")) + decimal + String(line.price?.suffix(2) ?? "")
    case "return_date": RandomDate.written(order.date ?? "", date)
    case "order_comment", "comment": order.comment ?? ""
    case "reason": "DAMAGED"
    case "order_number" where kind == .returns: "O-17"
    default: order.number
    }
  }

  private func grouped(_ number: String) -> String {
    guard !thousands.isEmpty, number.count > 3 else { return number }
    return grouped(String(number.dropLast(3))) + thousands + String(number.suffix(3))
  }

  private func quoted(_ cell: String, always: Bool) -> String {
    let needsQuotes = cell.contains { separator.contains($0) || $0 == "\"" || $0 == "\n" || $0 == "\r" }
    guard always || needsQuotes else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }

  // MARK: the profile

  private func yaml(hasMark: Bool) -> String {
    var csv = "separator: \"\(separator == "\t" ? "\\t" : separator)\""
    if shape != .header { csv += ", header: false" }
    if shape == .types { csv += ", records: { \"\(codes[0])\": document, \"\(codes[1])\": line, \"\(codes[2])\": trailer }" }
    var lines = [
      "kind: \(kind.rawValue)", "format: csv", "csv: { \(csv) }", "dates: [\"\(date)\"]",
      "numbers: { decimal: \"\(decimal)\", thousands: \"\(thousands)\" }", "fields:",
    ]
    if !hasMark { lines.insert("encoding: \(encoding.name)", at: 2) }
    for column in columns {
      let place =
        switch shape {
        case .header: "\"\(column.header)\""
        case .positions: "\(column.position + 1)"
        case .types: "{ from: \(column.position + 1), record: \"\(codes[column.isOfDocument ? 0 : 1])\" }"
        }
      lines.append("  \(column.name): \(place)")
    }
    if shape == .types { lines.append("completeness: { trailer: { lines: 2, documents: 3, quantity: 4 } }") }
    return lines.joined(separator: "\n") + "\n"
  }
}
