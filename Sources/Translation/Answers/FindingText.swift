package import Contracts
package import Documents

extension Finding {
  /// As it stands in the ledger and in `report.json`.
  package var json: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    func number(_ value: Int?) -> JSONValue { value.map { .number(String($0)) } ?? .null }
    return .object([
      .init("line", number(line)), .init("column", number(column)), .init("document", text(document)),
      .init("document_line", text(documentLine)),
      .init("path", text(path)), .init("code", .string(code.rawValue)), .init("value", text(value)), .init("expected", text(expected)),
      .init("message", .string(message)),
    ])
  }

  /// nil where the value is not one that `json` wrote.
  package init?(_ json: JSONValue, file: String) {
    guard let code = json["code"]?.text.flatMap({ Code(rawValue: $0) }), let message = json["message"]?.text else { return nil }
    self.init(
      code, file: file, line: json["line"]?.text.flatMap { Int($0) }, column: json["column"]?.text.flatMap { Int($0) },
      document: json["document"]?.text, documentLine: json["document_line"]?.text, path: json["path"]?.text, value: json["value"]?.text,
      expected: json["expected"]?.text, message)
  }

  /// A JSON array, for the ledger.
  package static func bytes(of findings: [Finding]) -> [UInt8] { JSONValue.array(findings.map(\.json)).bytes }

  /// The findings in a JSON array of the ledger.
  package static func read(_ bytes: [UInt8], file: String) -> [Finding] {
    guard !bytes.isEmpty, let elements = (try? JSONReader.read(bytes))?.elements else { return [] }
    return elements.compactMap { Finding($0, file: file) }
  }
}
