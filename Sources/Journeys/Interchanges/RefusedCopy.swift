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
    let copier = try profiledCopier() ?? XMLCopier(source: interchange.source(), keep: refused.contains)
    while try copier.next() { try draft.append(copier.take()) }
    try draft.append(copier.take())
  }

  /// Where a profile says which elements are documents, all others stay.
  private func profiledCopier() throws -> XMLCopier? {
    guard let profile = interchange.handling.profile(ofFile: interchange.name), case .xml(let shape) = profile.source else { return nil }
    let reading = ProfiledXML(
      source: try interchange.source(), name: interchange.name, profile: profile, shape: shape, handling: interchange.handling)
    var leftOut = OrdinalSet()
    while try reading.next() {
      if !refused.contains(reading.document.ordinal) { leftOut.insert(reading.place) }
    }
    // Of a file that is one document it is this one.
    return XMLCopier(source: try interchange.source(), level: max(1, reading.level)) { reading.level == 0 || !leftOut.contains($0) }
  }

  /// Header line, refused documents, trailer record with their numbers. Where quantities could not be read the trailer's sum is that of the
  /// others, and what is corrected has to be corrected in it, too.
  private func copyRows(to draft: inout Draft) throws {
    guard let kind else { return }
    let reading = DocumentReader.open(
      try interchange.source(), name: interchange.name, kind: kind, format: .csv, handling: interchange.handling)
    guard let reading = reading as? any RowReading else { return }
    let encoding = interchange.handling.encoding(ofFile: interchange.name)
    var copier = try RangeCopier(path: interchange.file.path.string, name: interchange.name, encoding: encoding)
    var hasHeader = false
    var shared: [Range<Int>] = []
    var documents = 0
    var rows = RowCount()
    while try reading.next() {
      if !hasHeader { try copier.copyRange(reading.headerRange) { try draft.append($0) } }
      hasHeader = true
      guard refused.contains(reading.document.ordinal) else { continue }
      for range in reading.sharedRanges where !shared.contains(range) { try copier.copyLines(range) { try draft.append($0) } }
      shared = reading.sharedRanges
      try copier.copyLines(reading.document.byteRange) { try draft.append($0) }
      documents += 1
      rows += reading.rowCount
    }
    if let trailer = reading.trailer(documents: documents, rows: rows) { try draft.append(try copier.encoded(trailer)) }
  }
}
