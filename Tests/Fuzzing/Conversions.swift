import Contracts
import Documents
import Formats
import Translation

/// A file to its calls, as a journey does it.
enum Conversions {
  private static let defaults = [
    "ship_type": "COUNTER", "operator_email": "a@b.c", "operator_first_name": "A", "operator_last_name": "B", "urgent": "false",
    "currency": "EUR", "warehouse_id": "68", "net_price": "1",
  ]

  static let canonical = handling()

  /// Small limits, so that small files reach them.
  static func handling(_ profiles: [Profile] = []) -> Handling {
    Handling(
      defaults: defaults, limits: Handling.Limits(documentLines: 20, body: 20_000, documentFindings: 50), profiles: profiles)
  }

  /// Read twice: what is planned of a file that is refused whole is never sent.
  static func convert(_ bytes: [UInt8], named name: String, _ handling: Handling) {
    guard let kind = handling.profile(ofFile: name)?.kind ?? Kind.named(byFile: name) else { return }
    func open() -> any DocumentReading {
      DocumentReader.open(
        ByteSource(bytes: bytes, name: name), name: name, kind: kind, format: handling.format(ofFile: name), handling: handling)
    }
    do throws(FormatError) {
      let survey = open()
      while try survey.next() { survey.findings.forEach(look) }
      survey.fileFindings.forEach(look)
      if survey.fileFindings.isEmpty { try plan(open(), kind, handling) }
    } catch {
      demand(error.code == .encoding, "\(error)")
    }
  }

  private static func look(_ finding: Finding) { demand(!finding.description.isEmpty, "a finding says nothing") }

  private static func plan(_ reading: any DocumentReading, _ kind: Kind, _ handling: Handling) throws(FormatError) {
    var documents = DocumentPlanner(kind: kind, handling: handling)
    var searches = SearchPlanner(kind: kind, handling: handling)
    while try reading.next() {
      guard reading.findings.isEmpty else { continue }
      if kind.isUnsafe {
        look(documents.plan(reading.document, fingerprint: documents.fingerprint(of: reading.document))?.call)
      } else {
        let items = searches.items(of: reading.document)
        for lot in items.lots { look(PlannedCall.asking(lot.map { items[$0] })) }
      }
    }
  }

  private static func look(_ call: PlannedCall?) {
    guard let body = call?.body, !body.isEmpty else { return }
    demand((try? JSONReader.read(body)) != nil, "a body is no JSON: \(String(decoding: body, as: UTF8.self))")
  }
}
