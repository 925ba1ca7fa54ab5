import Documents
import Formats

/// Files to begin with: every column or element of a kind, with an example value in each.
struct Template {
  let kind: Kind

  private static func example(_ field: Field) -> String {
    switch field.content {
    case .decimal: "1.00"
    case .quantity: "1"
    case .boolean: "false"
    case .date: "2026-11-21"
    case .choice(let words): words.first ?? ""
    case .currency: "EUR"
    case .text, .opaque, .segment: field.role == .lineNumber ? "1" : field.column
    }
  }

  var csv: String {
    var writer = CSVWriter(separator: UInt8(ascii: ";"))
    writer.record(kind.layout.fields.map(\.column))
    writer.record(kind.layout.fields.map(Self.example))
    return String(decoding: writer.take(), as: UTF8.self)
  }

  var xml: String {
    let layout = kind.layout
    var writer = XMLWriter(namespace: XMLDocuments.namespace)
    writer.start(layout.rootElement)
    let attributes = layout.fields.filter(\.isAttribute).map { (name: String($0.path.dropFirst()), value: Self.example($0)) }
    writer.start(layout.documentElement, attributes: attributes)
    write(layout.fields.filter { !$0.isAttribute }.map { (layout.elements(of: $0), $0) }, depth: 0, to: &writer)
    writer.end()
    writer.end()
    return String(decoding: writer.take(), as: UTF8.self)
  }

  private func write(_ fields: [(path: [String], field: Field)], depth: Int, to writer: inout XMLWriter) {
    var done: Set<String> = []
    for (path, field) in fields where done.insert(path[depth]).inserted {
      if path.count == depth + 1 {
        writer.element(path[depth], Self.example(field))
      } else {
        writer.start(path[depth])
        write(fields.filter { $0.path.count > depth && $0.path[depth] == path[depth] }, depth: depth + 1, to: &writer)
        writer.end()
      }
    }
  }
}
