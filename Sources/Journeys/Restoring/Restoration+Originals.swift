import Documents
import Formats
import KillPoints
import Ledgers
import Mailboxes
import SystemPackage
import Translation

/// What is in the originals.
extension Restoration {
  func look(at original: Original, _ left: inout Left, _ step: Step, _ report: inout RestorationReport) async throws {
    do {
      if original.claim == nil, try await isKnown(original, step) { return }
      if let record = try record(of: original, &left) {
        // Read by its own settings, so that what is mistaken was refused.
        guard step != .mistaken else { return }
        let kept = KeptOriginal(
          admission: record.admission, stems: original.stems, path: original.path.printable, isCertain: true,
          isClaimed: original.claim != nil)
        let handling = try record.admission.handling()
        let reading = OriginalReading(ledger: ledger, handling: handling, name: record.admission.fileName, path: original.path)
        guard case .ordered(let kind) = try reading.recognise() else { return }
        let ending = try await read(reading, kind, kept, step, &report)
        guard step == .others else { return }
        report.originals += 1
        report.free += ending.mistaken
        try await finish(kept, ending.survey, at: original)
      } else {
        try await readByPartners(original, step, &report)
      }
    } catch let error as FormatError {
      report.leaveUnread(original, error.message)
    }
  }

  /// Whether the ledger put this very file there. The place alone is no proof: a file that is moved away leaves it to another one.
  private func isKnown(_ original: Original, _ step: Step) async throws -> Bool {
    let path = original.path.printable
    let files = try await ledger.putAway(at: path)
    guard step == .count, !files.isEmpty, !files.contains(where: \.sha256.isEmpty) else { return !files.isEmpty }
    for file in files {
      let hash = try OutboxReading.sha256(original.path, upTo: file.hasGrown ? file.byteCount : .max)
      if hash == file.sha256 { return true }
    }
    try await ledger.forget(path: path)
    return false
  }

  /// One of the partners that a file may be of.
  private struct Reader {
    let kept: KeptOriginal
    let reading: OriginalReading
    let kind: Kind
  }

  private struct Candidates {
    var readers: [Reader] = []
    /// Somebody's settings read it.
    private(set) var isRead = false
    private var doubts: [String] = []

    /// Why nobody can say what it held; nil: somebody can.
    var doubt: String? { isRead ? nil : doubts.first }

    mutating func add(_ recognised: OriginalReading.Recognised, _ kept: KeptOriginal, _ reading: OriginalReading) {
      switch recognised {
      case .ordered(let kind): readers.append(Reader(kept: kept, reading: reading, kind: kind))
      case .asked: isRead = true
      case .unknown(let reason): doubts.append(reason)
      }
    }

    mutating func add(_ ending: OriginalReading.Ending) {
      if ending.isRead { isRead = true } else if let doubt = ending.doubt { doubts.append(doubt) }
    }
  }

  private func candidates(for original: Original) throws -> Candidates {
    let partners = original.partner.map { [$0] } ?? settings.partners
    let path = original.path.printable
    let hash = original.claim == nil ? try OutboxReading.sha256(original.path) : ""
    var candidates = Candidates()
    for partner in partners {
      guard let snapshot = snapshots[partner] else { continue }
      let name = original.droppedName(snapshot.handling)
      let admission = Admission(
        id: original.claim ?? Self.id(Self.restored, partner, path, hash), partner: partner, fileName: name.text, profile: snapshot.text)
      let kept = KeptOriginal(
        admission: admission, stems: original.stems, path: path, isCertain: partners.count == 1, isClaimed: original.claim != nil)
      let reading = OriginalReading(ledger: ledger, handling: snapshot.handling, name: name.text, path: original.path)
      candidates.add(try reading.recognise(), kept, reading)
    }
    return candidates
  }

  /// A file of which the ledger does not know whose it was, or by which settings it was read.
  private func readByPartners(_ original: Original, _ step: Step, _ report: inout RestorationReport) async throws {
    var candidates = try candidates(for: original)
    if step == .mistaken { return try await readMistaken(original, &candidates, &report) }
    var endings: [OriginalReading.Ending] = []
    for reader in candidates.readers {
      let ending = try await read(reader.reading, reader.kind, reader.kept, step, &report)
      candidates.add(ending)
      endings.append(ending)
    }
    guard step == .others else { return }
    for (reader, ending) in zip(candidates.readers, endings) {
      report.originals += 1
      // What is claimed is read once more before anything of it is sent.
      if original.claim == nil, ending.mistaken > ending.nameless {
        report.hasMistaken = true
      } else {
        report.free += ending.mistaken
        try await finish(reader.kept, ending.survey, at: original, candidates.doubt)
      }
    }
    guard let doubt = candidates.doubt else { return }
    if original.isArchived {
      report.leaveUnread(original, doubt)
    } else if original.isReported || !candidates.readers.isEmpty {
      report.trouble("\(original.path.printable): \(doubt)")
    }
  }

  /// Of several partners, those whose settings read some of the file; where nobody's do, all that tell its kind.
  private func readMistaken(_ original: Original, _ candidates: inout Candidates, _ report: inout RestorationReport) async throws {
    guard original.claim == nil else { return }
    var endings: [OriginalReading.Ending] = []
    for reader in candidates.readers {
      let ending = try await reader.reading.read(reader.kind, .mistaken) { _ in }
      candidates.add(ending)
      endings.append(ending)
    }
    for (reader, ending) in zip(candidates.readers, endings) where ending.mistaken > ending.nameless {
      if ending.isRead || !endings.contains(where: \.isRead) {
        report.free += ending.nameless
        _ = try await read(reader.reading, reader.kind, reader.kept, .mistaken, &report)
      }
      try await finish(reader.kept, ending.survey, at: original, candidates.doubt)
    }
  }

  private func read(
    _ reading: OriginalReading, _ kind: Kind, _ kept: KeptOriginal, _ step: Step, _ report: inout RestorationReport
  ) async throws -> OriginalReading.Ending {
    var found = report
    let part: OriginalReading.Part =
      switch step {
      case .count: .all
      case .accepted, .others: .good
      case .mistaken: .mistaken
      }
    let ending = try await reading.read(kind, part) { documents in
      guard step != .count else { return try await ledger.count(documents, of: kept) }
      KillPoint.before(.comparison)
      let comparisons = try await ledger.enter(
        documents, of: kept, user: user, isAccepted: step == .mistaken ? nil : step == .accepted)
      KillPoint.after(.comparison)
      for (document, comparison) in zip(documents, comparisons) {
        switch comparison {
        case .known: found.known += 1
        case .free: found.free += 1
        case .entered(let state):
          found.enter(state, document.key.number)
          if step == .mistaken, state != .accepted { found.enterIllegible(document.key.number) }
        case .others, nil: break
        }
      }
    }
    report = found
    return ending
  }

  /// A file in the archive of which nobody can say what it held stays open: it is looked at again.
  private func finish(_ kept: KeptOriginal, _ survey: Survey, at original: Original, _ doubt: String? = nil) async throws {
    guard original.claim == nil, !original.isArchived || doubt == nil else { return }
    KillPoint.before(.comparison)
    try await ledger.finishRestoring(kept.admission.id, survey, at: original.path.printable)
    KillPoint.after(.comparison)
  }

  /// What the ledger left on its way, and which original was found to be whose.
  struct Left {
    let open: [Interchange]
    /// Ids of the claimed files.
    let claims: Set<String>
    var paths: [String: FilePath] = [:]
  }

  /// The interchange that the ledger left on its way: of a claimed file by its id, else by name and content. Each has one original.
  private func record(of original: Original, _ left: inout Left) throws -> Interchange? {
    if let claim = original.claim { return left.open.first { $0.admission.id == claim } }
    let names = [original.name.text, original.name.unnumbered?.text]
    let candidates = left.open.filter { record in
      names.contains(record.admission.fileName) && (original.partner ?? record.admission.partner) == record.admission.partner
        && !left.claims.contains(record.admission.id) && left.paths[record.admission.id, default: original.path] == original.path
    }
    guard !candidates.isEmpty else { return nil }
    let hash = try OutboxReading.sha256(original.path)
    let found = candidates.first { $0.survey?.sha256 == hash } ?? candidates.first { $0.survey == nil }
    if let found { left.paths[found.admission.id] = original.path }
    return found
  }
}

extension Restoration.Original {
  /// The file may have been dropped under the name that it has, or got its number when it was put away.
  var stems: [String] { [name.stem.text, (name.unnumbered ?? name).stem.text] }

  /// As it was dropped, as far as a profile can tell: a file whose own number would have changed how it is read was refused.
  func droppedName(_ handling: Handling) -> FileName {
    guard let bare = name.unnumbered, handling.finding(ofNumberIn: name.text) != nil else { return name }
    return bare
  }
}

extension FileName {
  /// `orders.csv` of `orders-2.csv`; nil of a name without such a number.
  var unnumbered: FileName? {
    let stem = stem.bytes
    guard let dash = stem.lastIndex(of: UInt8(ascii: "-")), dash > 0, dash < stem.count - 1,
      stem[(dash + 1)...].allSatisfy(\.isASCIIDigit), stem[dash + 1] != UInt8(ascii: "0")
    else { return nil }
    return FileName(bytes: Array(stem[..<dash]) + fileExtension)
  }
}
