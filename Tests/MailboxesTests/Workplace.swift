import Glibc
import SystemPackage
import Testing

@testable import Mailboxes

/// Real folders of one test, removed with it.
final class Workplace {
  let root: FilePath
  var folders: MailboxFolders
  private let elsewhere: FilePath?

  /// - otherDevice: also a folder on the file system of /dev/shm.
  /// - inMemory: for what has to be many, not durable.
  init(otherDevice: Bool = false, inMemory: Bool = false) throws {
    root = try Self.temporaryFolder(in: inMemory ? "/dev/shm" : "/tmp")
    elsewhere = otherDevice ? try Self.temporaryFolder(in: "/dev/shm") : nil
    let at = { [root] (name: String) in root.appending(name) }
    folders = MailboxFolders(inbox: at("inbox"), outbox: at("outbox"), error: at("error"), archive: at("archive"), state: at("var"))
    for folder in [folders.inbox, folders.outbox, folders.error, folders.archive] { try makeFolder(folder) }
  }

  deinit {
    try? Self.removeTree(root)
    if let elsewhere { try? Self.removeTree(elsewhere) }
  }

  /// A folder on another file system than the others.
  func otherDevice() throws -> FilePath {
    let folder = try #require(elsewhere)
    let (there, here) = (try Folder(folder).device, try Folder(root).device)
    try #require(there != here, "this test needs /tmp and /dev/shm on two file systems")
    return folder
  }

  func mailbox(_ partner: String = Mailbox.defaultPartner) throws -> Mailbox {
    try Mailbox(partner: partner, folders: folders)
  }

  func archive(_ mailboxes: [Mailbox]) throws -> Archive {
    try Archive(folders: folders, mailboxes: mailboxes)
  }

  /// Dropped, sighted and claimed.
  func claimed(_ name: String, _ content: String = "x", in mailbox: Mailbox, id: String) throws -> ClaimedFile {
    try drop(name, content, into: mailbox.inbox.path)
    var scanner = Scanner(mailboxes: [mailbox], rules: ScanRules(restPeriod: .zero))
    let sighting = try #require(try scanner.scan(now: .now).ready.first { $0.name.text == name })
    return try #require(try Claims(mailboxes: [mailbox]).claim(sighting, as: id))
  }

  @discardableResult
  func drop(_ name: String, _ content: String = "x", into folder: FilePath? = nil) throws -> FilePath {
    try drop(bytes: Array(name.utf8), content, into: folder)
  }

  @discardableResult
  func drop(bytes: [UInt8], _ content: String = "x", into folder: FilePath? = nil) throws -> FilePath {
    let path = (folder ?? folders.inbox).appending(try #require(FileName(bytes: bytes)))
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
    try file.closeAfter { _ = try file.writeAll(content.utf8) }
    return path
  }

  func makeFolder(_ path: FilePath) throws {
    // Whatever the umask is.
    try #require(path.withPlatformString { mkdir($0, 0o755) == 0 && chmod($0, 0o755) == 0 })
  }

  func content(_ path: FilePath) throws -> String {
    let file = try FileDescriptor.open(path, .readOnly)
    return try file.closeAfter {
      var bytes = [UInt8](repeating: 0, count: 1 << 20)
      let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0) }
      return String(decoding: bytes[..<count], as: UTF8.self)
    }
  }

  func names(_ path: FilePath) throws -> [String] {
    try OpenFolder(path).names().sorted().map(\.text)
  }

  func exists(_ path: FilePath) -> Bool {
    path.withPlatformString { access($0, F_OK) } == 0
  }

  func mode(_ path: FilePath) throws -> mode_t {
    var found = stat()
    try #require(path.withPlatformString { lstat($0, &found) } == 0)
    return found.st_mode & 0o7777
  }

  func rename(_ old: FilePath, _ new: FilePath) throws {
    try #require(old.withPlatformString { old in new.withPlatformString { Glibc.rename(old, $0) } } == 0)
  }

  func link(_ path: FilePath, to target: FilePath) throws {
    try #require(path.withPlatformString { path in target.withPlatformString { symlink($0, path) } } == 0)
  }

  func hardLink(_ path: FilePath, to target: FilePath) throws {
    try #require(path.withPlatformString { path in target.withPlatformString { Glibc.link($0, path) } } == 0)
  }

  func setModified(_ path: FilePath, seconds: Int) throws {
    let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
    try #require(path.withPlatformString { utimensat(AT_FDCWD, $0, times, 0) } == 0)
  }

  /// How many descriptors of this process lead below the workplace.
  func openDescriptors() throws -> Int {
    var count = 0
    for name in try OpenFolder("/proc/self/fd").names() {
      var target = [CChar](repeating: 0, count: 4096)
      let length = "/proc/self/fd/\(name.text)".withCString { readlink($0, &target, target.count) }
      if length > 0, String(decoding: target[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self).hasPrefix(root.string) { count += 1 }
    }
    return count
  }

  private static func temporaryFolder(in parent: String) throws -> FilePath {
    var template = Array("\(parent)/mailboxes.XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    return FilePath(platformString: made)
  }

  private static func removeTree(_ path: FilePath) throws {
    let folder = try OpenFolder(path)
    try folder.forEachEntry { name, stamp throws(MailboxError) in
      if stamp.kind == .folder { try? removeTree(path.appending(name)) } else { try folder.remove(name) }
    }
    _ = path.withPlatformString { rmdir($0) }
  }
}

/// Runs `body` without root's right to pass over permissions, on this thread alone. Someone else than root has no such right anyway.
func asNobody<Result>(_ body: () throws -> Result) throws -> Result {
  typealias SetUser = @convention(c) (uid_t) -> Int32
  let setUser = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: SetUser.self)
  let before = uid_t(bitPattern: setUser(geteuid() == 0 ? 65534 : geteuid()))
  defer { _ = setUser(before) }
  return try body()
}

func mailboxError(_ body: () throws -> Void) -> MailboxError? {
  do {
    try body()
    return nil
  } catch {
    return error as? MailboxError
  }
}
