import Crypto
import Documents
import Formats
import Ledgers
import Mailboxes
import SystemPackage

extension JourneyContext {
  /// Where the original stands, found by name and content.
  func whereabouts(of record: Interchange, _ settlement: Settlement) -> FilePath? {
    guard let name = FileName(text: record.admission.fileName), let survey = record.survey else { return nil }
    let folder: FilePath? =
      switch settlement.place {
      case .archive: settings.folders.archive.appending(settings.dateFolder(record.receivedAt))
      case .error: mailboxes[record.admission.partner]?.error.path
      }
    guard let folder else { return nil }
    var number = 1
    while let path = FilePath(printable: folder.printable + "/" + name.numbered(number).text), let found = sha256(path) {
      if found == survey.sha256 { return path }
      number += 1
    }
    return nil
  }

  /// nil where there is no such file.
  private func sha256(_ path: FilePath) -> String? {
    guard let source = try? ByteSource(path: path.string) else { return nil }
    var hash = SHA256()
    source.onBytes = { hash.update(bufferPointer: $0) }
    guard (try? source.drain()) != nil else { return nil }
    return Fingerprint(Array(hash.finalize())).hex
  }
}
