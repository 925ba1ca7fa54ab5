import Contracts
package import Documents

/// What an answer needs of a document's lines beyond the request body: the number and the place in the file of each, in the body's order,
/// and what was planned for it. Kept in the ledger as a JSON array, `[["1",2],["2",3,"planned: 3 from 68"],["3",4,"nothing there",false]]`.
package struct LineNotes: Sendable, Hashable {
  package struct Line: Sendable, Hashable {
    package let number: String
    package let sourceLine: Int
    /// What a shipping plan has made of it; empty where there was none.
    package var plan = ""
    /// false: it was left out of the order.
    package var isSent = true
  }

  package let lines: [Line]

  package init(_ lines: [Line]) { self.lines = lines }

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
      guard let parts = entry.elements, parts.count >= 2, let number = parts[0].text, let line = parts[1].text.flatMap({ Int($0) }) else {
        return nil
      }
      return Line(
        number: number, sourceLine: line, plan: parts.count > 2 ? parts[2].text ?? "" : "",
        isSent: parts.count < 4 || parts[3] != .boolean(false))
    }
  }

  package var bytes: [UInt8] {
    JSONValue.array(
      lines.map { line in
        var parts: [JSONValue] = [.string(line.number), .number(String(line.sourceLine))]
        if !line.plan.isEmpty || !line.isSent { parts.append(.string(line.plan)) }
        if !line.isSent { parts.append(.boolean(false)) }
        return .array(parts)
      }
    ).bytes
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
    let layout = document.layout
    var entry = layout.isSingle ? 0 : document.first(of: layout.lines, in: 0)
    // A request that stands for itself is counted among its file's, if it has such a field at all.
    var position = layout.isSingle ? document.ordinal : 0
    document.withContents { contents in
      while entry >= 0 {
        position += 1
        let line = contents.entries[entry]
        let value = layout.lineSlot.map { contents.values[line.firstValue + $0] }
        if let value, value.length > 0 {
          take(UnsafeRawBufferPointer(rebasing: contents.text[Int(value.offset)..<Int(value.offset + value.length)]), line.line)
        } else {
          var number = value == nil ? "" : String(position)
          number.withUTF8 { take(UnsafeRawBufferPointer($0), line.line) }
        }
        entry = Int(line.next)
      }
    }
  }
}
