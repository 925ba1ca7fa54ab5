import Glibc
package import SystemPackage

/// Which folders have stood on another file system than the state folder: one path a line in its file `mounts`. When such a mount is missing at a
/// start, its empty mount point looks like a folder without files; answers put there would be seen by nobody.
package struct KnownMounts: Sendable {
  private static let name = FileName(listed: Array("mounts".utf8))
  private static let nextName = FileName(listed: Array(".mounts.tmp".utf8))
  private static let limit = 1 << 20

  private let state: FilePath

  package init(state: FilePath) { self.state = state }

  /// Those among the folders that stood on a file system of their own before and do not now; nothing is changed to find out.
  /// A folder or state folder that is not there is no business of this.
  package func missing(among folders: [FilePath]) -> [MailboxError] {
    guard let opened = try? OpenFolder(state), let home = try? opened.stamp().device, let known = try? paths(opened) else { return [] }
    return folders.filter { known.contains($0) && (try? OpenFolder($0).stamp().device) == home }.map {
      MailboxError(
        .wrongDevice, $0,
        "\($0.printable) was on a file system of its own before and is not now; mount it again, or remove "
          + "\(state.appending(Self.name).printable) if it was moved on purpose")
    }
  }

  /// - Throws: `.notWritable`, `.diskFull`, `.missing` of the state folder.
  package func remember(_ folders: [FilePath]) throws(MailboxError) {
    let opened = try OpenFolder(state)
    let home = try opened.stamp().device
    let known = try paths(opened)
    var all = known
    for folder in folders where (try? OpenFolder(folder).stamp().device).map({ $0 != home }) ?? false { all.insert(folder) }
    guard all != known else { return }
    let file = try opened.newFile(Self.nextName)
    try file.write(Array(all.map { $0.printable + "\n" }.sorted().joined().utf8))
    try file.sync()
    try opened.replace(Self.name, with: Self.nextName)
    try opened.sync()
  }

  private func paths(_ opened: borrowing OpenFolder) throws(MailboxError) -> Set<FilePath> {
    guard try opened.stamp(of: Self.name) != nil else { return [] }
    let text = String(decoding: try opened.file(Self.name, O_RDONLY).readAll(limit: Self.limit), as: UTF8.self)
    return Set(text.split(separator: "\n").compactMap { FilePath(printable: String($0)) })
  }
}

extension MailboxFolders {
  /// Every folder that can be a mount: those of the settings, and the partners' own.
  package func places(of partners: [String]) -> [FilePath] {
    [inbox, outbox, error, archive]
      + partners.filter { $0 != Mailbox.defaultPartner }.flatMap { partner in [inbox, outbox, error].map { $0.appending(partner) } }
  }
}
