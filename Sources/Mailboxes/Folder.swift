package import SystemPackage

/// A folder and the file system it was on when Ferry started.
///
/// When a mount goes away, its empty mount point remains: a folder like any other, without files. So each use opens the folder and compares.
package struct Folder: Sendable, Hashable {
  package let path: FilePath
  package let device: UInt64
  package let kind: FileSystemKind

  /// - Throws: `.missing`, `.notADirectory`, `.notWritable`.
  package init(_ path: FilePath) throws(MailboxError) {
    let folder = try OpenFolder(path)
    self.path = path
    device = try folder.stamp().device
    kind = try folder.kind()
  }

  /// The folder, if it is still on its file system. A remote one that was mounted anew has another number but the same kind, and is taken for the same.
  ///
  /// - Throws: `.wrongDevice`, `.missing`, `.notADirectory`, `.notWritable`.
  func open() throws(MailboxError) -> OpenFolder {
    let folder = try OpenFolder(path)
    if try folder.stamp().device != device {
      let newKind = try folder.kind()
      if !kind.isRemote || newKind != kind { throw MailboxError.wrongDevice(path) }
    }
    return folder
  }
}
