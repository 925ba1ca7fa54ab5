import Documents
import Formats
import Ledgers

/// `ferry resolve --from`: CSV with the columns `number`, `partner`, `kind`, `decision`, `ids` and `force`, of which the first and `decision` are required.
enum DecisionFile {
  private static let columns = ["number", "partner", "kind", "decision", "ids", "force"]

  /// Each with its line.
  /// - Throws: `CommandError` with every mistake in the file; nothing is decided then.
  static func read(_ path: String) throws -> [(line: Int, wish: Wish)] {
    let reader = CSVReader(source: try ByteSource(path: path))
    guard try reader.next() else {
      throw CommandError(.refused, "\(path): the file is empty; expected the columns \(columns.joined(separator: ";"))")
    }
    let header = (0..<reader.record.count).map { reader.record.text($0) }
    var mistakes = header.filter { !columns.contains($0) }.map {
      "\(path):1: unknown column \"\($0)\"; expected \(columns.joined(separator: ";"))"
    }
    mistakes += ["number", "decision"].filter { !header.contains($0) }.map { "\(path):1: the column \($0) is missing" }
    var wishes: [(line: Int, wish: Wish)] = []
    let isReadable = mistakes.isEmpty
    while isReadable, try reader.next() {
      let record = reader.record
      let cells = Dictionary(zip(header, (0..<record.count).map { record.text($0) })) { first, _ in first }
      do throws(CommandError) {
        guard record.defect == nil else { throw CommandError(.refused, "the row cannot be read; check its quotes") }
        guard record.count <= header.count else {
          throw CommandError(.refused, "the row has \(record.count) cells; expected \(header.count), as in the header")
        }
        let wish = try wish(cells)
        if let other = wishes.first(where: { $0.wish.isAbout(sameAs: wish) }) {
          throw CommandError(.refused, "number \(PlainText.line(wish.number)) stands in line \(other.line) already; expected one decision")
        }
        wishes.append((record.line, wish))
      } catch {
        mistakes.append("\(path):\(record.line): \(error.message)")
      }
    }
    guard mistakes.isEmpty else { throw CommandError(.refused, mistakes.joined(separator: "\n")) }
    return wishes
  }

  /// One order or return of a target is one document's, unless `force` says otherwise.
  /// - Throws: `CommandError` with every row whose ids another row has, too; nothing is decided then.
  static func checkIDs(_ rows: [(line: Int, wish: Wish, document: DocumentRecord)], of path: String) throws(CommandError) {
    struct Place: Hashable { let target: String, kind: Kind, id: String }
    var lines: [Place: [Int]] = [:]
    func places(_ row: (line: Int, wish: Wish, document: DocumentRecord)) -> [Place] {
      guard case .confirm(let ids, _) = row.wish.action else { return [] }
      return ids.map { Place(target: row.document.key.target, kind: row.document.key.kind, id: $0.id) }
    }
    for row in rows { for place in places(row) { lines[place, default: []].append(row.line) } }
    let mistakes = rows.flatMap { row -> [String] in
      if case .confirm(_, force: true) = row.wish.action { return [] }
      return places(row).compactMap { place in
        guard let other = lines[place]?.first(where: { $0 != row.line }) else { return nil }
        return
          "\(path):\(row.line): the id \(PlainText.line(place.id)) stands in line \(other), too; look both up, or set force to true if "
          + "the target has both under one id"
      }
    }
    guard mistakes.isEmpty else { throw CommandError(.refused, mistakes.joined(separator: "\n")) }
  }

  private static func wish(_ cells: [String: String]) throws(CommandError) -> Wish {
    func cell(_ name: String) -> String? { cells[name].flatMap { $0.isEmpty ? nil : $0 } }
    guard let number = cell("number") else { throw CommandError(.refused, "the number is missing") }
    var kind: Kind?
    if let name = cell("kind") {
      kind = Kind.named(byFile: name)
      if kind == nil { throw CommandError(.refused, "kind \"\(PlainText.line(name))\" is unknown; expected orders or returns") }
    }
    let force = ["true": true, "1": true, "false": false, "0": false][cell("force") ?? "false"]
    guard let force else { throw CommandError(.refused, "force is \"\(PlainText.line(cell("force") ?? ""))\"; expected true or false") }
    let ids = (cell("ids") ?? "").split { $0 == " " || $0 == "," }.map { Wish.externalID(String($0)) }
    if let twice = Wish.repeated(ids) { throw CommandError(.refused, "the id \(PlainText.line(twice)) stands twice; expected it once") }
    let action: Decision.Action
    switch (cell("decision"), ids.isEmpty) {
    case ("confirm", false): action = .confirm(ids, force: force)
    case ("confirm", true): throw CommandError(.refused, "confirm needs ids, separated by blanks, each as ID or ID@DATE")
    case ("resend", true): action = .resend
    case ("abandon", true): action = .abandon
    case ("resend", false), ("abandon", false):
      throw CommandError(.refused, "ids stand beside \(cell("decision") ?? ""); only confirm has ids")
    default: throw CommandError(.refused, "decision is \"\(PlainText.line(cell("decision") ?? ""))\"; expected confirm, resend or abandon")
    }
    return Wish(number: number, partner: cell("partner"), kind: kind, action: action)
  }
}
