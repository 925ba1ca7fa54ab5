import FoundationEssentials
package import Ledgers
package import Translation

/// How a partner's files are handled from now on, and the same as the text that the ledger keeps with each of them: written once for all files, since
/// it holds whole value tables.
struct HandlingSnapshot: Sendable {
  let handling: Handling
  let text: String

  init(_ handling: Handling) throws(HolderError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      text = try String(decoding: encoder.encode(handling), as: UTF8.self)
    } catch {
      throw HolderError(.fault, "the settings cannot be kept in the ledger: \(error)", cause: error)
    }
    self.handling = handling
  }

  /// As the file was admitted; read from the ledger's text only where the settings have changed since.
  func handling(of admission: Admission) throws -> Handling { admission.profile == text ? handling : try admission.handling() }
}

extension Admission {
  /// As the file was admitted with it.
  package func handling() throws -> Handling { try JSONDecoder().decode(Handling.self, from: Data(profile.utf8)) }
}
