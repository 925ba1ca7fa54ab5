package import SystemPackage

/// A file that is Ferry's own now: nobody who knows the inbox finds it any more.
package struct ClaimedFile: Sendable, Hashable {
  package let id: String
  package let partner: String
  package let name: FileName
  package let path: FilePath
  package let size: Int64
  package let inode: UInt64
  package let modified: FileTime
  /// What was claimed is not what was sighted, and its old name in the inbox is taken again: it has to be judged as it is.
  package let changed: Bool
  let home: ClaimHome

  func isSame(as stamp: FileStamp) -> Bool {
    stamp.hasContent(of: (size, inode, modified))
  }

  /// The folder of this claim, which holds this one file.
  func openFolder() throws(MailboxError) -> OpenFolder {
    try home.open(partner: FileName(folder: partner, as: "partner", in: path)).folder(FileName(folder: id, as: "id", in: path))
  }
}
