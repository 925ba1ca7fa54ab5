package import Contracts
package import Documents

/// What `ferry describe` says of a kind, for people and programs.
package struct FieldDescription: Sendable {
  private let kind: Kind

  package init(_ kind: Kind) { self.kind = kind }

  /// Fields in and out, as aligned text.
  package var text: String {
    let layout = kind.layout
    var rows = [["COLUMN", "TYPE", "REQUIRED", "API PATH", "MEANING"]]
    for field in layout.fields {
      rows.append([
        field.column, field.content.name, requirement(of: field), field.isSent ? field.path : "(not sent) " + field.path, field.meaning,
      ])
    }
    var out = [["COLUMN", "API PATH", "MEANING"]]
    for (name, meaning) in ResultLayout.leading { out.append([name, "", meaning]) }
    for column in ResultLayout.of(kind).columns { out.append([column.name, column.path, column.meaning]) }
    return """
      \(kind.rawValue): fields in
      \(Self.aligned(rows))
      Canonical XML: <\(layout.rootElement) xmlns="\(XMLDocuments.namespace)"> with <\(layout.documentElement)> elements, \(nesting).

      \(kind.rawValue): columns out
      \(Self.aligned(out))
      """
  }

  package var json: JSONValue {
    .object([
      .init("kind", .string(kind.rawValue)),
      .init(
        "fields",
        .array(
          kind.layout.fields.map { field in
            .object([
              .init("name", .string(field.column)), .init("type", .string(field.content.name)),
              .init("required", .string(requirement(of: field))),
              .init("path", field.isSent ? .string(field.path) : .null), .init("meaning", .string(field.meaning)),
            ])
          })),
      .init(
        "results",
        .array(
          ResultLayout.leading.map {
            .object([.init("name", .string($0.name)), .init("path", .null), .init("meaning", .string($0.meaning))])
          }
            + ResultLayout.of(kind).columns.map {
              .object([.init("name", .string($0.name)), .init("path", .string($0.path)), .init("meaning", .string($0.meaning))])
            })),
    ])
  }

  /// How the XML goes beyond the paths.
  private var nesting: String {
    let bare = kind.layout.bareLists.sorted().map { "; <\($0.dropLast(2))> simply repeats, without an element around it" }
    let attributes = kind.layout.fields.filter(\.isAttribute).map { "; \($0.column) is the attribute \($0.path.dropFirst())" }
    return "named and nested as the API paths" + (bare + attributes).joined()
  }

  /// `yes`, `no`, or with what it is required.
  private func requirement(of field: Field) -> String {
    let layout = kind.layout
    if layout.isAlwaysRequired(field) { return "yes" }
    if layout.alternatives.joined().contains(where: { field.path.hasPrefix($0 + ".") }) { return "one part" }
    guard field.isRequired else { return "no" }
    let above = layout.ancestors(of: field).last {
      !layout.requiredObjects.contains($0) && !(layout.requiredLists.contains($0) && !layout.completedLists.contains($0))
    }
    return above.map { "within \($0.split(separator: ".").last.map(String.init) ?? $0)" } ?? "yes"
  }

  private static func aligned(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, text in
        column == row.count - 1 ? text : text + String(repeating: " ", count: widths[column] - text.count)
      }
      return "  " + cells.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// A first file to fill in, with one document of two lines where the kind has lines.
  package func template(_ format: DocumentReader.Format) -> String {
    switch format {
    case .csv: Template(kind: kind).csv
    case .xml: Template(kind: kind).xml
    }
  }
}
