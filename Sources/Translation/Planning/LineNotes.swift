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
    var lines: [Line] = []
    Self.forEachLine(of: document) { number, sourceLine in
      lines.append(Line(number: String(decoding: number, as: UTF8.self), sourceLine: sourceLine))
    }
    self.lines = lines
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

  /// The bytes of `LineNotes(of: document)`, without a string for each line.
  static func write(_ document: Document, into json: inout BodyBuffer) {
    json.open(UInt8(ascii: "["))
    forEachLine(of: document) { number, sourceLine in
      json.open(UInt8(ascii: "["))
      json.string(number)
      json.number(sourceLine)
      json.close(UInt8(ascii: "]"))
    }
    json.close(UInt8(ascii: "]"))
    json.end()
  }

  private static func forEachLine(of document: Document, _ take: (_ number: UnsafeRawBufferPointer, _ sourceLine: Int) -> Void) {
    let slot = document.layout.lineSlot
    var entry = document.first(of: document.layout.lines, in: 0)
    var position = 0
    document.withContents { contents in
      while entry >= 0 {
        position += 1
        let line = contents.entries[entry]
        let value = contents.values[line.firstValue + slot]
        if value.length > 0 {
          take(UnsafeRawBufferPointer(rebasing: contents.text[Int(value.offset)..<Int(value.offset + value.length)]), line.line)
        } else {
          var number = String(position)
          number.withUTF8 { take(UnsafeRawBufferPointer($0), line.line) }
        }
        entry = Int(line.next)
      }
    }
  }
}
