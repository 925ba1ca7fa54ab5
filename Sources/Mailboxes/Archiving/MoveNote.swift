import Glibc
import SystemPackage

/// Where a claimed file is being moved to, kept beside it while that takes more than one step: a copy to another file system, or a link and a removal
/// where inodes say nothing. After a crash between the last but one step and the removal of the original, it says that the file is there.
struct MoveNote {
  static let name = FileName(listed: Array(".moving".utf8))
  /// Longer than any path that the kernel takes.
  private static let limit = 8192

  let target: FilePath

  init(target: FilePath) {
    self.target = target
  }

  /// `nil` if there is none; a torn one counts as none, since nothing is renamed before it is whole.
  init?(in folder: borrowing OpenFolder) throws(MailboxError) {
    guard try folder.stamp(of: Self.name) != nil else { return nil }
    let text = String(decoding: try folder.file(Self.name, O_RDONLY).readAll(limit: Self.limit), as: UTF8.self)
    guard text.hasSuffix("\n"), let target = FilePath(printable: String(text.dropLast())) else { return nil }
    self.init(target: target)
  }

  func write(in folder: borrowing OpenFolder) throws(MailboxError) {
    let file = try folder.newFile(Self.name)
    try file.write(Array((target.printable + "\n").utf8))
    try file.sync()
    try folder.sync()
  }
}
