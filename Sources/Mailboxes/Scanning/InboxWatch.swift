import Glibc

/// The looks at one partner's inbox.
struct InboxWatch {
  let mailbox: Mailbox
  private let rules: ScanRules
  private let names: NameRules
  /// Folders in this inbox that belong to other partners.
  private let partnerFolders: Set<FileName>
  private var files: [FileName: WatchedFile] = [:]
  private var oddities: [FileName: Oddity.Kind] = [:]
  /// Ignored names of the last look by inode, to recognise a file that is renamed when it is complete.
  private var unfinished: [UInt64: [(name: FileName, stamp: FileStamp)]] = [:]
  /// Markers once seen without their file, until they change or go.
  private var loneMarkers: [FileName: FileStamp] = [:]
  private var look = 0

  private static let ferrys = FileName(listed: Array(".ferry".utf8))

  init(_ mailbox: Mailbox, _ rules: ScanRules, partnerFolders: Set<FileName>) {
    self.mailbox = mailbox
    self.rules = rules
    names = NameRules(rules)
    self.partnerFolders = partnerFolders
  }

  private struct Listing {
    var files: [(name: FileName, stamp: FileStamp)] = []
    var odd: [(name: FileName, kind: Oddity.Kind)] = []
    var markers: [[UInt8]: [(name: FileName, suffix: [UInt8], stamp: FileStamp)]] = [:]
    var unfinished: [UInt64: [(name: FileName, stamp: FileStamp)]] = [:]
    var ignored = 0
  }

  mutating func look(now: ContinuousClock.Instant, into report: inout ScanReport) throws(MailboxError) {
    let inbox = try mailbox.inbox.open()
    let listing = try list(inbox)
    look += 1
    report.ignored += listing.ignored
    files.reserveCapacity(listing.files.count)
    var odd = listing.odd
    for (name, stamp) in listing.files {
      if let kind = weigh(name, stamp, listing, inbox, now, into: &report) { odd.append((name, kind)) }
    }
    if files.count != listing.files.count { files = files.filter { $0.value.look == look } }
    unfinished = listing.unfinished
    rememberLoneMarkers(listing)
    reportOdd(odd, into: &report)
  }

  private func list(_ inbox: borrowing OpenFolder) throws(MailboxError) -> Listing {
    var listing = Listing()
    listing.files.reserveCapacity(files.count)
    try inbox.forEachEntry { name, stamp throws(MailboxError) in
      switch names.verdict(on: name) {
      case .ignored:
        if name == Self.ferrys { return }
        listing.ignored += 1
        if stamp.kind == .file { listing.unfinished[stamp.inode, default: []].append((name, stamp)) }
      case .marker(let base, let suffix) where stamp.kind == .file:
        listing.ignored += 1
        listing.markers[base, default: []].append((name, suffix, stamp))
      case .marker, .file:
        switch stamp.kind {
        case .file: listing.files.append((name, stamp))
        case .folder:
          if !partnerFolders.contains(name) {
            listing.odd.append((name, mailbox.inbox == mailbox.sharedInbox ? .folderWithoutPartner : .folder))
          }
        case .symbolicLink where partnerFolders.contains(name): break
        case .symbolicLink: listing.odd.append((name, .symbolicLink))
        case .pipe: listing.odd.append((name, .pipe))
        case .socket: listing.odd.append((name, .socket))
        case .device: listing.odd.append((name, .device))
        }
      }
    }
    return listing
  }

  /// Says why the file cannot be taken whatever its rest, as far as that is known.
  private mutating func weigh(
    _ name: FileName, _ stamp: FileStamp, _ listing: Listing, _ inbox: borrowing OpenFolder, _ now: ContinuousClock.Instant,
    into report: inout ScanReport
  ) -> Oddity.Kind? {
    var file = files[name] ?? WatchedFile(stamp, at: now, isComplete: wasUnfinished(name, stamp), look: look)
    file.see(stamp, at: now, isComplete: wasUnfinished(name, stamp), look: look)
    defer { files[name] = file }

    let (marker, isMarked) = marker(of: name, stamp, listing)
    let rested = file.lastChange + rules.restPeriod
    let isRested = rested <= now
    let lacksMarker = names.markerRequired != nil && !isMarked
    let isComplete = !lacksMarker && (isMarked || file.isComplete || isRested)
    if isComplete, file.isReadable == nil { file.isReadable = inbox.allows(R_OK, name) }
    if file.isReadable == false { return .unreadable }
    if isComplete, stamp.links > 1 { return .hardLink }

    report.oldestFirstSeen = min(report.oldestFirstSeen ?? file.firstSeen, file.firstSeen)
    let sighting = Sighting(
      partner: mailbox.partner, name: name, size: stamp.size, device: stamp.device, inode: stamp.inode, modified: stamp.modified,
      marker: marker)
    if isComplete {
      report.ready.append(sighting)
    } else {
      let reason: RestingFile.Reason =
        if !isRested { file.hasChanged ? .growing : .resting } else { .markerMissing(suffix: rules.markerRequired ?? "") }
      if !isRested, !lacksMarker { report.rested = min(report.rested ?? rested, rested) }
      report.resting.append(RestingFile(sighting: sighting, reason: reason, since: file.lastChange))
    }
    return nil
  }

  /// The marker that goes with the file when it is taken, and whether it says that the file is complete.
  private func marker(of name: FileName, _ stamp: FileStamp, _ listing: Listing) -> (name: FileName?, isMarked: Bool) {
    if listing.markers.isEmpty { return (nil, false) }
    let all = (listing.markers[name.bytes] ?? []) + (listing.markers[name.stem.bytes] ?? [])
    let markers = names.markerRequired.map { required in all.filter { $0.suffix == required } } ?? all
    if let valid = markers.first(where: { !isLeftOver($0.name, $0.stamp, before: stamp) }) { return (valid.name, true) }
    return (markers.first?.name, false)
  }

  /// A marker that is older than the last change of its file came with another file of that name: it proves nothing. FUSE tells no time of change
  /// that its writer cannot set; there it has to have been seen without the file, too.
  private func isLeftOver(_ marker: FileName, _ stamp: FileStamp, before file: FileStamp) -> Bool {
    stamp.changed < file.changed && (file.inode != 0 || loneMarkers[marker] == stamp)
  }

  /// Inodes are used again at once after a file is removed; so the birth has to agree, and the names have to be related
  /// (`orders.csv.part`, `.orders.csv.X7f`, `orders.tmp` for `orders.csv`).
  private func wasUnfinished(_ name: FileName, _ stamp: FileStamp) -> Bool {
    guard stamp.inode != 0, let candidates = unfinished[stamp.inode] else { return false }
    let stem = name.stem.bytes
    return candidates.contains { $0.stamp.born == stamp.born && $0.name.bytes.contains(stem) }
  }

  private mutating func rememberLoneMarkers(_ listing: Listing) {
    if listing.markers.isEmpty {
      loneMarkers = [:]
      return
    }
    let marked = Set(listing.files.flatMap { [$0.name.bytes, $0.name.stem.bytes] })
    let known = loneMarkers
    loneMarkers = [:]
    for (base, markers) in listing.markers {
      for marker in markers where !marked.contains(base) || known[marker.name] == marker.stamp {
        loneMarkers[marker.name] = marker.stamp
      }
    }
  }

  private mutating func reportOdd(_ found: [(name: FileName, kind: Oddity.Kind)], into report: inout ScanReport) {
    let known = oddities
    oddities = Dictionary(found.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
    for (name, kind) in found.sorted(by: { $0.name < $1.name }) where known[name] != kind {
      report.oddities.append(Oddity(kind: kind, partner: mailbox.partner, name: name, path: mailbox.inbox.path.appending(name)))
    }
  }
}
