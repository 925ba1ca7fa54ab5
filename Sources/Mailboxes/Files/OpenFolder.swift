import CFileSystem
import Glibc
import SystemPackage

/// A folder held open: everything happens relative to the descriptor, so that a path that changes meanwhile leads nowhere else.
struct OpenFolder: ~Copyable {
  let path: FilePath
  /// FUSE does not: there two names of one file look like two files.
  let keepsInodes: Bool
  private let descriptor: Int32

  init(_ path: FilePath) throws(MailboxError) {
    do {
      descriptor = try retrying { path.withPlatformString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) } }
    } catch {
      throw MailboxError(error, path, absent: .missing)
    }
    self.path = path
    keepsInodes = Self.keepsInodes(descriptor)
  }

  private init(_ path: FilePath, _ descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
    keepsInodes = Self.keepsInodes(descriptor)
  }

  private static func keepsInodes(_ descriptor: Int32) -> Bool {
    var magic: UInt32 = 0
    return cfs_magic(descriptor, &magic) != 0 || FileSystemKind(magic: magic) != .fuse
  }

  deinit { close(descriptor) }

  /// Of the folder itself.
  func stamp() throws(MailboxError) -> FileStamp {
    var found = cfs_stamp()
    do { try retrying { cfs_stamp_at(descriptor, "", &found) } } catch { throw MailboxError(error, path, absent: .missing) }
    return FileStamp(found, keepsInodes: keepsInodes)
  }

  /// `nil` if there is no such entry.
  func stamp(of name: FileName) throws(MailboxError) -> FileStamp? {
    try name.withPointer { pointer throws(MailboxError) in try stamp(of: pointer) }
  }

  private func stamp(of pointer: UnsafePointer<CChar>) throws(MailboxError) -> FileStamp? {
    var found = cfs_stamp()
    do {
      try retrying { cfs_stamp_at(descriptor, pointer, &found) }
    } catch .noSuchFileOrDirectory {
      return nil
    } catch {
      throw MailboxError(error, path.appending(FileName(listed: Self.bytes(of: pointer))))
    }
    return FileStamp(found, keepsInodes: keepsInodes)
  }

  func kind() throws(MailboxError) -> FileSystemKind {
    var magic: UInt32 = 0
    do { try retrying { cfs_magic(descriptor, &magic) } } catch { throw MailboxError(error, path) }
    return FileSystemKind(magic: magic)
  }

  /// Names in the folder's own order, streamed; those that vanish between listing and looking are left out.
  func forEachEntry(_ body: (FileName, FileStamp) throws(MailboxError) -> Void) throws(MailboxError) {
    let listing = try openListing()
    defer { closedir(listing) }
    while true {
      errno = 0
      guard let entry = readdir(listing) else {
        if errno != 0 { throw MailboxError(Errno(rawValue: errno), path, absent: .missing) }
        return
      }
      let pointer = cfs_entry_name(entry)!
      let isDots = pointer[0] == 0x2E && (pointer[1] == 0 || (pointer[1] == 0x2E && pointer[2] == 0))
      guard !isDots, let stamp = try stamp(of: pointer) else { continue }
      try body(FileName(listed: Self.bytes(of: pointer)), stamp)
    }
  }

  private func openListing() throws(MailboxError) -> OpaquePointer {
    let copy: Int32
    do {
      copy = try retrying { openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    } catch {
      throw MailboxError(error, path, absent: .missing)
    }
    if let listing = fdopendir(copy) { return listing }
    let cause = Errno(rawValue: errno)
    close(copy)
    throw MailboxError(cause, path)
  }

  func names() throws(MailboxError) -> [FileName] {
    var names: [FileName] = []
    try forEachEntry { name, _ in names.append(name) }
    return names
  }

  func folder(_ name: FileName) throws(MailboxError) -> OpenFolder {
    let place = path.appending(name)
    do {
      return OpenFolder(
        place,
        try retrying { name.withPointer { openat(descriptor, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) } })
    } catch {
      throw MailboxError(error, place, absent: .missing)
    }
  }

  /// The folder of that name, made if it is not there; a new one is made durable.
  func folder(_ name: FileName, makingWith mode: mode_t) throws(MailboxError) -> OpenFolder {
    do {
      return try folder(name)
    } catch {
      guard error.code == .missing else { throw error }
    }
    if try makeFolder(name, mode: mode) { try sync() }
    return try folder(name)
  }

  /// Whether it was not there before.
  func makeFolder(_ name: FileName, mode: mode_t) throws(MailboxError) -> Bool {
    do {
      try retrying { name.withPointer { mkdirat(descriptor, $0, mode) } }
      return true
    } catch .fileExists {
      return false
    } catch {
      throw MailboxError(error, path.appending(name), absent: .missing)
    }
  }

  /// An empty file for writing. What had the name goes first, so that nothing that others put there is written through.
  func newFile(_ name: FileName, mode: mode_t = 0o600) throws(MailboxError) -> OpenFile {
    try remove(name)
    return try file(name, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
  }

  func file(_ name: FileName, _ flags: Int32, mode: mode_t = 0) throws(MailboxError) -> OpenFile {
    let place = path.appending(name)
    do {
      return OpenFile(
        place,
        try retrying { name.withPointer { openat(descriptor, $0, flags | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, mode) } },
        keepsInodes: keepsInodes)
    } catch {
      throw MailboxError(error, place)
    }
  }

  /// Never replaces; `.nameTaken`, `.crossDevice`, `.vanished`. Where the file system knows no such rename, a link and a removal do; a link
  /// that a crash left without its removal is only finished.
  ///
  /// `isRecorded`: this very move was noted before it was begun. Only then, where inodes say nothing, equal bytes under the new name are that link;
  /// else they are another file's.
  func move(_ name: FileName, to target: borrowing OpenFolder, as newName: FileName, isRecorded: Bool = false) throws(MailboxError) {
    do {
      try rename(name, to: target, as: newName, flags: .noReplace)
    } catch .invalidArgument {
      try link(name, to: target, as: newName, isRecorded: isRecorded)
      try remove(name)
    } catch .fileExists {
      guard try isLinked(name, target, newName, isRecorded: isRecorded) else {
        throw MailboxError(.fileExists, target.path.appending(newName))
      }
      try remove(name)
    } catch {
      throw moving(name, to: target, as: newName, error)
    }
  }

  /// Into a folder that is Ferry's own and has no such name: there is nothing to replace, so a plain rename does where the other kind is not
  /// known. A second name would not do: FUSE takes it for another file, and some servers have no links at all.
  func move(_ name: FileName, intoOwn target: borrowing OpenFolder) throws(MailboxError) {
    do {
      try rename(name, to: target, as: name, flags: .noReplace)
    } catch .invalidArgument {
      guard try target.stamp(of: name) == nil else { throw MailboxError(.fileExists, target.path.appending(name)) }
      do { try rename(name, to: target, as: name, flags: .none) } catch { throw moving(name, to: target, as: name, error) }
    } catch {
      throw moving(name, to: target, as: name, error)
    }
  }

  private enum RenameFlags: UInt32 { case none = 0, noReplace = 1 }

  private func rename(_ name: FileName, to target: borrowing OpenFolder, as newName: FileName, flags: RenameFlags) throws(Errno) {
    let (from, to) = (descriptor, target.descriptor)
    try retrying { name.withPointer { old in newName.withPointer { cfs_rename(from, old, to, $0, flags.rawValue) } } }
  }

  private func moving(_ name: FileName, to target: borrowing OpenFolder, as newName: FileName, _ cause: Errno) -> MailboxError {
    MailboxError(cause, cause == .noSuchFileOrDirectory ? path.appending(name) : target.path.appending(newName))
  }

  /// A second name for the same file.
  func link(_ name: FileName, to target: borrowing OpenFolder, as newName: FileName, isRecorded: Bool = false) throws(MailboxError) {
    let (from, to) = (descriptor, target.descriptor)
    do {
      try retrying { name.withPointer { old in newName.withPointer { linkat(from, old, to, $0, 0) } } }
    } catch {
      if error == .fileExists, try isLinked(name, target, newName, isRecorded: isRecorded) { return }
      throw MailboxError(error, error == .noSuchFileOrDirectory ? path.appending(name) : target.path.appending(newName))
    }
  }

  /// Whether both names are one file's; where inodes say nothing and the move `isRecorded`, whether they hold the same bytes.
  func isLinked(
    _ name: FileName, _ target: borrowing OpenFolder, _ newName: FileName, isRecorded: Bool = false
  ) throws(MailboxError) -> Bool {
    guard let mine = try stamp(of: name), let its = try target.stamp(of: newName) else { return false }
    guard mine.kind == .file, its.kind == .file, mine.device == its.device, mine.inode == its.inode else { return false }
    if mine.inode != 0 { return true }
    guard isRecorded else { return false }
    return try file(name, O_RDONLY).hasSameBytes(as: target.file(newName, O_RDONLY))
  }

  /// Takes the place of what has the name.
  func replace(_ newName: FileName, with name: FileName) throws(MailboxError) {
    do {
      try retrying { name.withPointer { old in newName.withPointer { renameat(descriptor, old, descriptor, $0) } } }
    } catch {
      throw MailboxError(error, path.appending(newName))
    }
  }

  /// Whether it was there.
  @discardableResult
  func remove(_ name: FileName) throws(MailboxError) -> Bool {
    try remove(name, flags: 0)
  }

  /// Only an empty folder goes; whether it did.
  @discardableResult
  func removeFolder(_ name: FileName) throws(MailboxError) -> Bool {
    try remove(name, flags: AT_REMOVEDIR)
  }

  private func remove(_ name: FileName, flags: Int32) throws(MailboxError) -> Bool {
    do {
      try retrying { name.withPointer { unlinkat(descriptor, $0, flags) } }
      return true
    } catch .noSuchFileOrDirectory, .directoryNotEmpty {
      return false
    } catch {
      throw MailboxError(error, path.appending(name))
    }
  }

  /// Of the folder itself.
  func allows(_ mode: Int32) -> Bool {
    allows(mode, FileName(listed: [UInt8(ascii: ".")]))
  }

  /// With the rights this process acts by. Errors other than a refusal count as a yes: opening will tell.
  func allows(_ mode: Int32, _ name: FileName) -> Bool {
    do {
      try retrying { name.withPointer { faccessat(descriptor, $0, mode, AT_EACCESS) } }
      return true
    } catch {
      return error != .permissionDenied && error != .readOnlyFileSystem
    }
  }

  /// What was renamed, made or removed in the folder survives a power cut from here on. A file system that cannot do that is left to itself.
  func sync() throws(MailboxError) {
    do {
      try retrying { fsync(descriptor) }
    } catch .invalidArgument, .notSupported, .noFunction {
      return
    } catch {
      throw MailboxError(error, path)
    }
  }

  private static func bytes(of pointer: UnsafePointer<CChar>) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
  }
}
