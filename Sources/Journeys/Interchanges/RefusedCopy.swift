import Documents
import Formats
import Mailboxes
import SystemPackage
import Translation

/// Copies the refused documents of a file, and nothing else, in the file's own format.
struct RefusedCopy {
  let interchange: ClaimedInterchange
  let kind: Kind?
  let refused: OrdinalSet

  func write(to draft: inout Draft) throws(MailboxError) {
    // The file was read through twice; what the system says now is a finding of the next run, not of this copy.
    do {
      switch interchange.format {
      case .csv: try copyRows(to: &draft)
      case .xml: try copyElements(to: &draft)
      }
    } catch let error as MailboxError {
      throw error
    } catch {
      throw MailboxError.unreadable(interchange.file.path, "\(error)")
    }
  }

  private func copyElements(to draft: inout Draft) throws {
    let copier = XMLCopier(source: try interchange.source(), keep: refused.contains)
    while try copier.next() { try draft.append(copier.take()) }
    try draft.append(copier.take())
  }

  private func copyRows(to draft: inout Draft) throws {
    guard let kind else { return }
    let reading = CSVDocuments(
      source: try interchange.source(), name: interchange.name, layout: kind.layout, handling: interchange.handling)
    let file = try FileDescriptor.open(interchange.file.path, .readOnly, options: .closeOnExec)
    defer { try? file.close() }
    var hasHeader = false
    while try reading.next() {
      if !hasHeader { try copy(reading.headerRange, of: file, to: &draft) }
      hasHeader = true
      if refused.contains(reading.document.ordinal) { try copy(reading.document.byteRange, of: file, to: &draft) }
    }
  }

  private func copy(_ range: Range<Int>, of file: FileDescriptor, to draft: inout Draft) throws {
    var at = range.lowerBound
    var last: UInt8 = 0
    while at < range.upperBound {
      let count = min(64 << 10, range.upperBound - at)
      let piece = try [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
        used = try file.read(fromAbsoluteOffset: Int64(at), into: UnsafeMutableRawBufferPointer(buffer))
      }
      guard let end = piece.last else { return }
      last = end
      try draft.append(piece)
      at += piece.count
    }
    // The last row of a file may lack its line end; another row may follow here.
    if !range.isEmpty, last != UInt8(ascii: "\n") { try draft.append([UInt8(ascii: "\n")]) }
  }
}
