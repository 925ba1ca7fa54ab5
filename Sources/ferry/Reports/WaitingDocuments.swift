import Documents
import Formats
import Journeys
import Ledgers
import Mailboxes
import SystemPackage
import Translation

/// Documents that nobody has begun: the ledger enters each when its turn comes, so they are looked for in the files that are on their way.
struct WaitingDocuments {
  let ledger: SQLiteLedger
  let folders: MailboxFolders

  /// Changes nothing, and passes over files that cannot be read now: they may be put away at this moment.
  func find(_ number: String) async throws -> [Story] {
    var stories: [Story] = []
    for file in try await ledger.openInterchanges() where file.state == .admitted || file.state == .surveyed {
      guard let place = place(of: file.admission), let found = try? Self.find(number, in: file, place) else { continue }
      // What has a record was found by it.
      let id = DocumentRecord.ID(interchange: file.number, ordinal: found.ordinal)
      if try await ledger.document(id) == nil { stories.append(.waiting(found.key, file, line: found.line)) }
    }
    return stories
  }

  /// Where the partner's inbox is on a file system of its own its claims are there.
  private func place(of admission: Admission) -> FilePath? {
    guard let name = FilePath(printable: admission.fileName)?.lastComponent else { return nil }
    let inboxes = [folders.inbox, folders.inbox.appending(admission.partner)]
    let places = inboxes.map { $0.appending(".ferry/claimed").appending(admission.partner).appending(admission.id).appending(name) }
    return places.first { !FolderContents.isMissing($0) }
  }

  private static func find(
    _ number: String, in file: Interchange, _ place: FilePath
  ) throws -> (key: DocumentKey, ordinal: Int, line: Int)? {
    let handling = try file.admission.handling()
    let name = file.admission.fileName
    let recognised = try KindRecognition.of(
      file: name, handling: handling, source: { () throws(FormatError) in try ByteSource(path: place.string, name: name) })
    guard case .kind(let kind) = recognised, kind.isUnsafe else { return nil }
    let reading = DocumentReader.open(
      try ByteSource(path: place.string, name: name), name: name, kind: kind, format: handling.format(ofFile: name), handling: handling)
    while try reading.next() {
      let document = reading.document
      guard document.number == number else { continue }
      return (handling.key(kind: kind, number: number), document.ordinal, document.entries[0].line)
    }
    return nil
  }
}
