/// Copies an XML file with only some of the elements of one level, byte for byte: same encoding, namespaces, comments, spelling.
///
///     let copier = XMLCopier(source: try ByteSource(path: "orders.xml")) { refused.contains($0) }
///     while try copier.next() { try output.write(copier.take()) }
///     if let defect = copier.defect { … }
///
/// An element that is left out goes with the blanks in front of it; everything else at that level stays. The file is read by an
/// ``XMLReader`` in the same pass, with all that it refuses. Memory is flat. The source's ``ByteSource/onBytes`` goes on seeing every byte.
package final class XMLCopier {
  private let source: ByteSource
  private let reader: XMLReader
  private let shared: Shared
  /// The copier and the source's tap both hold it.
  private final class Shared {
    var selection: XMLSelection

    init(_ selection: XMLSelection) { self.selection = selection }
  }

  private var depth = 0
  private var elements = 0
  private var isFinished = false

  private let level: Int

  /// `keep` is asked once for each element that stands within `level` others (1: the children of the root), by its place from 0.
  package init(source: ByteSource, level: Int = 1, limits: XMLLimits = XMLLimits(), keep: @escaping (Int) -> Bool) {
    self.source = source
    self.level = level
    reader = XMLReader(source: source, limits: limits)
    shared = Shared(XMLSelection(level: level, keep: keep))
    source.onBytes = { [shared, before = source.onBytes] bytes in
      before?(bytes)
      shared.selection.take(bytes)
    }
  }

  /// `false` when all has been taken, and at the ``defect``.
  package func next() throws(FormatError) -> Bool {
    while try reader.next() {
      switch reader.event.kind {
      case .start:
        if depth == level { elements += 1 }
        depth += 1
      case .end: depth -= 1
      case .text: break
      }
      if shared.selection.output.count >= 64 << 10 { return true }
    }
    isFinished = true
    return reader.defect == nil && !shared.selection.output.isEmpty
  }

  /// Hands over what was copied since the last time.
  package func take() -> [UInt8] { shared.selection.takeOutput() }

  /// What ended the copying, once ``next()`` has returned `false`. What was copied is then no document.
  package var defect: XMLDefect? {
    if let defect = reader.defect { return defect }
    guard !isFinished || elements == shared.selection.elements else {
      return XMLDefect(
        code: .notWellFormed, line: 1, column: 0, message: "\(elements) elements were read and \(shared.selection.elements) copied",
        expected: "the same number")
    }
    return nil
  }
}
