import Glibc
package import SystemPackage

/// Which folders have stood on a mount that the state folder does not stand on: in its file `mounts`, one a line, the folder, a tab, and the mount
/// point. When such a mount is missing at a start, its empty mount point looks like a folder without files; answers put there would be seen by nobody.
package struct KnownMounts: Sendable {
  private struct Line: Hashable {
    let folder: FilePath
    /// The folder itself or one above it. nil, written by earlier versions: the folder's device was not the state folder's.
    let mount: FilePath?

    init(_ folder: FilePath, _ mount: FilePath?) { (self.folder, self.mount) = (folder, mount) }

    init?(_ text: Substring) {
      let parts = text.split(separator: "\t", maxSplits: 1).map { FilePath(printable: String($0)) }
      guard let folder = parts.first ?? nil else { return nil }
      self.init(folder, parts.count == 2 ? parts[1] : nil)
    }

    var text: String { folder.printable + (mount.map { "\t" + $0.printable } ?? "") + "\n" }
  }

  private static let name = FileName(listed: Array("mounts".utf8))
  private static let nextName = FileName(listed: Array(".mounts.tmp".utf8))
  private static let limit = 1 << 20

  private let state: FilePath

  package init(state: FilePath) { self.state = state }

  /// Those among the folders that stood on a mount before that is none now; nothing is changed to find out.
  /// A folder or state folder that is not there is no business of this.
  package func missing(among folders: [FilePath]) -> [MailboxError] {
    guard let opened = try? OpenFolder(state), let known = try? lines(opened) else { return [] }
    return folders.filter { folder in known.contains { $0.folder == folder && isMissing($0) } }.map {
      MailboxError(
        .wrongDevice, $0,
        "\($0.printable) was on a file system of its own before and is not now; mount it again, or remove "
          + "\(state.appending(Self.name).printable) if it was moved on purpose")
    }
  }

  /// - Throws: `.notWritable`, `.diskFull`, `.missing` of the state folder.
  package func remember(_ folders: [FilePath]) throws(MailboxError) {
    let opened = try OpenFolder(state)
    let known = try lines(opened)
    var all = known
    for folder in folders where Self.device(folder) != nil {
      let line = Line(folder, nil)
      if !isMissing(line) { all.remove(line) }
      for mount in mounts(under: folder) { all.insert(Line(folder, mount)) }
    }
    guard all != known else { return }
    let file = try opened.newFile(Self.nextName)
    try file.write(Array(all.map(\.text).sorted().joined().utf8))
    try file.sync()
    try opened.replace(Self.name, with: Self.nextName)
    try opened.sync()
  }

  private func lines(_ opened: borrowing OpenFolder) throws(MailboxError) -> Set<Line> {
    guard try opened.stamp(of: Self.name) != nil else { return [] }
    let text = String(decoding: try opened.file(Self.name, O_RDONLY).readAll(limit: Self.limit), as: UTF8.self)
    return Set(text.split(separator: "\n").compactMap { Line($0) })
  }

  private func isMissing(_ line: Line) -> Bool {
    guard let device = Self.device(line.folder) else { return false }
    guard let mount = line.mount else { return device == Self.device(state) }
    // A link that leads elsewhere now was set on purpose.
    guard Self.ways(to: line.folder).contains(where: { $0.starts(with: mount) }), let its = Self.device(mount) else { return false }
    return its == Self.device(mount.removingLastComponent())
  }

  /// The nearest mount points on the way to the folder, as it is named and where its links lead. Without those that the state folder stands on, too:
  /// where they are missing, it is missing with them.
  private func mounts(under folder: FilePath) -> Set<FilePath> {
    let own = Self.ways(to: state)
    return Set(Self.ways(to: folder).compactMap(Self.nearestMount)).filter { mount in !own.contains { $0.starts(with: mount) } }
  }

  private static func ways(to folder: FilePath) -> Set<FilePath> {
    guard let real = folder.withPlatformString({ realpath($0, nil) }) else { return [folder] }
    defer { free(real) }
    return [folder, FilePath(platformString: real)]
  }

  private static func nearestMount(_ folder: FilePath) -> FilePath? {
    var place = folder
    while !place.components.isEmpty {
      let parent = place.removingLastComponent()
      guard let device = device(place), let above = self.device(parent) else { return nil }
      if device != above { return place }
      place = parent
    }
    return nil
  }

  /// Of what the path leads to; nil: to nothing.
  private static func device(_ path: FilePath) -> UInt64? {
    var found = stat()
    return path.withPlatformString { stat($0, &found) } == 0 ? UInt64(found.st_dev) : nil
  }
}

extension MailboxFolders {
  /// Every folder that can be a mount: those of the settings, and the partners' own.
  package func places(of partners: [String]) -> [FilePath] {
    [inbox, outbox, error, archive]
      + partners.filter { $0 != Mailbox.defaultPartner }.flatMap { partner in [inbox, outbox, error].map { $0.appending(partner) } }
  }
}
