import Ledgers
import Mailboxes

extension Publisher {
  /// Gives a recorded file its final name, or finds that it was given before; `.lost` where nothing of it is left. Where somebody else has taken the
  /// name (`isFirst`: also for the same bytes) the next free one is chosen, like `name` (nil: like the final name), which `renamed` makes durable
  /// first. Then the same for its marker.
  func place(_ file: AnswerFile, like name: FileName? = nil, isFirst: Bool = false, renamed: (AnswerFile) async throws -> Void) async throws
  {
    var file = file
    while true {
      let final = try Self.name(file.finalName)
      do {
        _ = try recover(temporary: try Self.name(file.temporaryName), final: final, isFirst: isFirst)
        break
      } catch let error as MailboxError {
        guard error.code == .nameTaken else { throw error }
        file = try rename(file, like: name ?? final)
        try await renamed(file)
      }
    }
    if let marker = file.marker { try place(marker) }
  }

  private func place(_ marker: AnswerFile.Marker) throws {
    let (temporary, final) = (try Self.name(marker.temporaryName), try Self.name(marker.finalName))
    do throws(MailboxError) {
      _ = try recover(temporary: temporary, final: final)
    } catch {
      switch error.code {
      // Somebody has put one there meanwhile: it says what ours would.
      case .nameTaken: return
      case .lost:
        try renew(temporary)
        try place(marker)
      default: throw error
      }
    }
  }

  /// The ledger has noted that it is placed.
  func release(_ file: AnswerFile) {
    for name in file.temporaryNames.compactMap({ FileName(text: $0) }) { release(name) }
  }

  /// A draft whose bytes are all written, under the name that is free now, with its marker beside it.
  func ready(_ draft: consuming Draft, sha256: String, like name: AnswerName, id: String) throws -> AnswerFile {
    let finished = try finish(draft)
    let final = try chooseName(like: name.whole, marker: name.marker)
    let marker = try name.marker.map { suffix in
      let final = final.appending(suffix)
      return AnswerFile.Marker(temporaryName: try finish(begin(name: final, id: id + "-marker")).temporary.text, finalName: final.text)
    }
    return AnswerFile(temporaryName: finished.temporary.text, finalName: final.text, sha256: sha256, marker: marker)
  }

  private func rename(_ file: AnswerFile, like name: FileName) throws -> AnswerFile {
    let suffix = file.marker.map { String($0.finalName.dropFirst(file.finalName.count)) }
    let final = try chooseName(like: name, marker: suffix)
    let marker = file.marker.map {
      AnswerFile.Marker(temporaryName: $0.temporaryName, finalName: final.appending(suffix ?? "").text)
    }
    return AnswerFile(temporaryName: file.temporaryName, finalName: final.text, sha256: file.sha256, marker: marker)
  }

  private static func name(_ text: String) throws(HolderError) -> FileName {
    guard let name = FileName(text: text) else { throw HolderError(.fault, "the ledger holds an unusable file name \(text)") }
    return name
  }
}
