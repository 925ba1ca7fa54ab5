import Ledgers
import Mailboxes

extension Publisher {
  /// Gives a recorded file its final name, or finds that it was given before. Where somebody else has taken the name the next free one is
  /// chosen, which `renamed` makes durable first.
  func place(_ file: AnswerFile, renamed: (AnswerFile) async throws -> Void) async throws {
    var file = file
    while true {
      guard let temporary = FileName(text: file.temporaryName), let final = FileName(text: file.finalName) else {
        throw HolderError(.fault, "the ledger holds an unusable file name \(file.finalName)")
      }
      do {
        _ = try recover(temporary: temporary, final: final)
        return
      } catch {
        guard error.code == .nameTaken else { throw error }
        let other = try chooseName(stem: final.stem, suffix: String(decoding: final.fileExtension, as: UTF8.self))
        file = AnswerFile(temporaryName: file.temporaryName, finalName: other.text, sha256: file.sha256)
        try await renamed(file)
      }
    }
  }
}
