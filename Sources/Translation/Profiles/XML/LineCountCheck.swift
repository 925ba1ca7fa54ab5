import Documents
import Formats

/// Compares the number of lines that a document says it has with those that are there: a file may have been cut and closed again.
struct LineCountCheck {
  private let path: XPathExpression
  private let numbers: NumberFormat
  private let profile: String

  /// nil: nothing says it. Throws an expression that is none.
  init?(_ profile: Profile, reader: XMLTreeReader) throws(XPathDefect) {
    guard let lines = profile.completeness.lines else { return nil }
    path = try reader.compile(lines)
    numbers = NumberFormat(profile.style)
    self.profile = profile.name
  }

  func check(_ document: Document, _ element: XMLNode, _ reader: XMLTreeReader, into mistakes: inout Mistakes) {
    var place = element
    let said: String
    do throws(XPathDefect) {
      switch try reader.value(of: path, from: element) {
      case .nothing, .inexact: return
      case .node(let node): (place, said) = (node, node.text)
      case .text(let text): said = text
      }
    } catch {
      return mistakes.append(
        Finding(.unreadable, file: mistakes.file, line: element.line, "\(error): correct the profile (profile \(profile))"))
    }
    let bytes = Array(said.utf8)
    let isRight = bytes.withUnsafeBufferPointer { said in
      let said = trimmed(said)
      return said.isEmpty || isEqual(said, document.lineCount)
    }
    if isRight { return }
    let written = Finding.shortened(said)
    let count = document.lineCount
    mistakes.append(
      Finding(
        .incomplete, file: mistakes.file, line: place.line, column: place.column > 0 ? place.column : nil, value: written,
        expected: "\(count)",
        "the document says \"\(written)\" lines (\(path.text)), and it has \(count); it looks incomplete: drop it again whole, or correct the number (profile \(profile))"
      ))
  }

  private func isEqual(_ said: UnsafeBufferPointer<UInt8>, _ count: Int) -> Bool {
    var canonical: [UInt8] = []
    guard numbers.append(said, to: &canonical) else { return false }
    return Array(String(count).utf8).withUnsafeBufferPointer { own in
      canonical.withUnsafeBufferPointer { ValueRules.areEqual($0, own, .decimal) }
    }
  }
}
