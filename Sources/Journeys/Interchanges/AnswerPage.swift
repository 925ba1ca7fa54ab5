import Crypto
import Documents
import Ledgers
import Mailboxes
import Translation

/// An answer on its way from the writer into its draft, and its hash.
struct AnswerPage: ~Copyable {
  var writer: AnswerWriter
  private var draft: Draft
  private var hash = SHA256()

  init(_ layout: AnswerLayout, _ draft: consuming Draft) {
    writer = AnswerWriter(layout)
    self.draft = draft
  }

  /// Puts what was written into the draft.
  mutating func turn() throws(MailboxError) { try put(writer.take()) }

  /// Complete and synced, under the name that is free now; and what is to be said of its encoding.
  consuming func ready(_ publisher: Publisher, like name: AnswerName, id: String) throws -> (file: AnswerFile, remarks: [String]) {
    try put(writer.finish())
    let remarks = writer.remarks
    let sha256 = Fingerprint(Array(hash.finalize())).hex
    return (try publisher.ready(draft, sha256: sha256, like: name, id: id), remarks)
  }

  private mutating func put(_ bytes: [UInt8]) throws(MailboxError) {
    hash.update(data: bytes)
    try draft.append(bytes)
  }
}
