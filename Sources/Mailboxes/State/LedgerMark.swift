import Glibc

/// Beside the ledger, and not in its backup: how far the ledger had come. A ledger that has come less far was restored from an older backup.
package enum LedgerMark: Sendable, Hashable {
  /// The number of the journal's last entry, and when it was looked at (RFC 3339 UTC).
  case entry(Int64, at: String)
  /// The ledger is being compared with archive and outbox; until that is done nothing may be sent.
  case restoring(since: String)

  /// In the state folder.
  package static let fileName = "ledger.mark"

  init?(contents: [UInt8]) {
    let words = String(decoding: contents, as: UTF8.self).split(separator: "\n").first?.split(separator: " ").map(String.init) ?? []
    switch words.first {
    case "entry" where words.count == 3:
      guard let entry = Int64(words[1]) else { return nil }
      self = .entry(entry, at: words[2])
    case "restoring" where words.count == 2: self = .restoring(since: words[1])
    default: return nil
    }
  }

  var contents: [UInt8] {
    switch self {
    case .entry(let entry, let time): Array("entry \(entry) \(time)\n".utf8)
    case .restoring(let since): Array("restoring \(since)\n".utf8)
    }
  }
}

extension StateFolder {
  private static let markName = FileName(listed: Array(LedgerMark.fileName.utf8))
  private static let nextMarkName = FileName(listed: Array(".ledger.mark.tmp".utf8))

  /// nil: there is none, or none that can be read.
  package func mark() throws(MailboxError) -> LedgerMark? {
    let opened = try folder.open()
    guard try opened.stamp(of: Self.markName)?.kind == .file else { return nil }
    return LedgerMark(contents: try opened.file(Self.markName, O_RDONLY).readAll(limit: 256))
  }

  /// Durably. Only the holder of the lock may.
  package func setMark(_ mark: LedgerMark) throws(MailboxError) {
    let opened = try folder.open()
    let file = try opened.newFile(Self.nextMarkName)
    try file.write(mark.contents)
    try file.sync()
    try opened.replace(Self.markName, with: Self.nextMarkName)
    try opened.sync()
  }
}
