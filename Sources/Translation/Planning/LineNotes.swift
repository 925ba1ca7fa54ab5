import Contracts
package import Documents

/// What an answer needs of a document's lines beyond the request body: the number and the place in the file of each, in the body's order.
/// Kept in the ledger as a JSON array, `[["1",2],["2",3]]`.
package struct LineNotes: Sendable, Hashable {
  package struct Line: Sendable, Hashable {
    package let number: String
    package let sourceLine: Int
  }

  package let lines: [Line]

  /// Of a document as it was read. A line without a number is counted, from 1.
  package init(of document: Document) {
    let slot = document.layout.place(of: document.layout.lineField).slot
    lines = document.entries(of: document.layout.lines, in: 0).enumerated().map { position, entry in
      let value = document.value(entry, slot)
      return Line(number: value.isFilled ? document.string(value) : String(position + 1), sourceLine: document.entries[entry].line)
    }
  }

  /// As kept; nothing where that is not what `bytes` wrote.
  package init(_ bytes: [UInt8]) {
    let kept = (try? JSONReader.read(bytes))?.elements ?? []
    lines = kept.compactMap { entry in
      guard let pair = entry.elements, pair.count == 2, let number = pair[0].text, let line = pair[1].text.flatMap({ Int($0) }) else {
        return nil
      }
      return Line(number: number, sourceLine: line)
    }
  }

  package var bytes: [UInt8] {
    JSONValue.array(lines.map { .array([.string($0.number), .number(String($0.sourceLine))]) }).bytes
  }
}
