package import Contracts
package import Documents

/// One line of a search request, as a piece of JSON that can go into any call.
package struct SearchItem: Sendable, Hashable {
  package let document: String
  package let line: String
  package let sourceLine: Int
  package let index: String
  /// The JSON object of the line.
  package let object: [UInt8]
}

/// Documents of a search kind to items, and items to calls: many lines of one file in a call, whatever documents they belong to.
/// Compiled once for a file; not for several threads.
package struct SearchPlanner: ~Copyable {
  private let kind: Kind
  private let handling: Handling
  private let program: RequestProgram
  private var content: CanonicalContent
  private var json = BodyBuffer()
  private var indices: LineIndices

  package init(kind: Kind, handling: Handling) {
    self.kind = kind
    self.handling = handling
    program = RequestProgram(layout: kind.layout, handling: handling)
    content = CanonicalContent(layout: kind.layout)
    indices = LineIndices([handling.target, handling.partner, kind.rawValue])
  }

  /// The lines of a checked document without findings. Without a number of its own, a document is told apart by its content and position.
  package mutating func items(of document: Document) -> [SearchItem] {
    let number = document.number
    if let number {
      indices.begin(number, lines: document.lineCount)
    } else {
      indices.begin(content.fingerprint(of: document), position: document.ordinal, lines: document.lineCount)
    }
    let lines = LineNotes(of: document).lines
    return zip(document.entries(of: document.layout.lines, in: 0), lines).map { entry, line in
      json.removeAll()
      program.write(entry, of: document, into: &json, indices: &indices)
      return SearchItem(
        document: number ?? "", line: line.number, sourceLine: line.sourceLine, index: indices.values.last ?? "", object: json.bytes)
    }
  }

  /// `POST /availabilities/search` with these items.
  package static func call(_ items: some Collection<SearchItem>) -> PlannedCall {
    var body = Array("{\"items\":[".utf8)
    for (position, item) in items.enumerated() {
      if position > 0 { body.append(UInt8(ascii: ",")) }
      body += item.object
    }
    body += Array("]}".utf8)
    return PlannedCall(.searchAvailabilities, path: "/availabilities/search", body: body, indices: items.map(\.index))
  }
}
