import CFileSystem

/// What one look at an entry shows; the kinds are numbered as in inode(7).
struct FileStamp: Hashable {
  enum Kind: Hashable {
    case file, folder, symbolicLink, pipe, socket, device
  }

  let kind: Kind
  let size: Int64
  /// How many names it has, where the file system says so; else 1.
  let links: UInt32
  let device: UInt64
  /// Zero where numbers change by themselves: FUSE makes them up, and gives a file that is linked or looked up anew another one.
  let inode: UInt64
  let modified: FileTime
  let changed: FileTime
  /// Zero where the file system keeps none.
  let born: FileTime

  init(_ stamp: cfs_stamp, keepsInodes: Bool) {
    kind =
      switch stamp.mode & 0o170000 {
      case 0o100000: .file
      case 0o040000: .folder
      case 0o120000: .symbolicLink
      case 0o010000: .pipe
      case 0o140000: .socket
      default: .device
      }
    size = stamp.size
    links = stamp.links
    device = stamp.device
    inode = keepsInodes ? stamp.inode : 0
    modified = FileTime(seconds: stamp.modified_seconds, nanoseconds: stamp.modified_nanoseconds)
    changed = FileTime(seconds: stamp.changed_seconds, nanoseconds: stamp.changed_nanoseconds)
    born = FileTime(seconds: stamp.born_seconds, nanoseconds: stamp.born_nanoseconds)
  }

  /// The same bytes as far as a look can tell. A rename changes `changed`, so that is left out.
  func hasContent(of other: (size: Int64, inode: UInt64, modified: FileTime)) -> Bool {
    kind == .file && size == other.size && inode == other.inode && modified == other.modified
  }
}
