import Contracts
import Documents
import Translation

/// Responses: read, written and read again; and taken apart to rows.
enum JSONFuzzing {
  static func read(_ file: FuzzedFile) {
    guard let value = try? JSONReader.read(file.bytes) else { return }
    var writer = JSONWriter()
    writer.value(value)
    let again = try? JSONReader.read(writer.bytes)
    demand(again == value, "what was written reads otherwise: \(String(decoding: writer.bytes, as: UTF8.self))")
    let kind = file.first.chooses(Kind.allCases)
    for row in ResponseRows.of(kind).all(of: value) { demand(row.cells.count < 1_000, "a row of \(row.cells.count) cells") }
    _ = ResponseRows.of(kind).rows(of: value)
    _ = RecordedOrder(body: file.bytes, response: file.bytes)
  }
}
