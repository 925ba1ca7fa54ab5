import Crypto
import Documents
import Formats
import Ledgers
import Mailboxes
import SystemPackage
import Translation

/// Tells the ledger what the answers say that it does not know.
struct OutboxReading {
  private static let atOnce = 500
  /// News of tracked orders lie in the outbox, too.
  private static let changes = "order-changes-"

  let ledger: SQLiteLedger
  let handling: [String: Handling]

  func read(_ outbox: FilePath, of partner: String, into report: inout RestorationReport) async throws {
    let kept = try KeptFiles(in: outbox)
    for name in kept.files where [".csv", ".xml"].contains(String(decoding: name.fileExtension, as: UTF8.self).lowercased()) {
      let path = kept.path(of: name)
      guard try await !ledger.knows(answer: Self.sha256(path)) else { continue }
      try await tell(name, path, partner, into: &report)
    }
  }

  /// `limit`: of so many bytes at its beginning.
  static func sha256(_ path: FilePath, upTo limit: Int = .max) throws(FormatError) -> String {
    var hash = SHA256()
    var left = limit
    let source = try ByteSource(path: path.string)
    source.onBytes = { bytes in
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes.prefix(left)))
      left -= min(left, bytes.count)
    }
    try source.drain()
    return Fingerprint(Array(hash.finalize())).hex
  }

  private func tell(_ name: FileName, _ path: FilePath, _ partner: String, into report: inout RestorationReport) async throws {
    guard let handling = handling[partner] else { return }
    let answered = AnsweredName(name)
    let reader = AnswerReader(try ByteSource(path: path.string), format: DocumentReader.format(ofFile: name.text))
    var testimonies: [Testimony] = []
    var count = 0
    while let told = try reader.next() {
      count += 1
      let key = handling.key(kind: told.kind, number: told.number)
      guard !told.number.isEmpty, !key.target.isEmpty else { continue }
      let ids = told.externalIDs.prefix(5).joined(separator: ", ")
      testimonies.append(
        Testimony(
          key: key, stem: answered.stem, state: told.state, isAbandoned: told.isAbandoned, isUpdate: answered.isUpdate,
          response: told.response(to: key), lines: told.lines.bytes, sourceLine: told.rows.first?.sourceLine ?? 0,
          detail: "\(told.state.rawValue)\(ids.isEmpty ? "" : " \(ids)") as \(name.text) says"))
      if testimonies.count >= Self.atOnce {
        try await ledger.tell(testimonies)
        testimonies = []
      }
    }
    try await ledger.tell(testimonies)
    if reader.isForeign, !name.text.hasPrefix(Self.changes) { report.unreadableAnswers += 1 }
    if count > 0 { report.answers += 1 }
  }
}

/// `orders-17.answer-update-1.csv` speaks of the file `orders-17`; the number of a taken name does not count.
struct AnsweredName {
  let stem: String
  let isUpdate: Bool

  init(_ name: FileName) {
    let text = name.stem.text
    guard let place = text.ranges(of: ".answer").last else {
      (stem, isUpdate) = (text, false)
      return
    }
    stem = String(text[..<place.lowerBound])
    isUpdate = text[place.upperBound...].hasPrefix("-update-")
  }
}
