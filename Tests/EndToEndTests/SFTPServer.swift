import Foundation
import Glibc
import SystemPackage

/// sshd on a loopback port, and sshfs mounts of folders it serves, as partners' inboxes come to a machine.
final class SFTPServer {
  private static let tools = ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/sshfs", "/usr/bin/ssh-keygen", "/usr/bin/sftp"]
  private static let fusermount = ["/usr/bin/fusermount3", "/usr/bin/fusermount"]

  private let folder: FilePath
  private let port: Int
  private let daemon: FerryProcess
  private let unmounter: String
  private var mounts: [FilePath: FerryProcess] = [:]

  private init(folder: FilePath, port: Int, daemon: FerryProcess, unmounter: String) {
    (self.folder, self.port, self.daemon, self.unmounter) = (folder, port, daemon, unmounter)
  }

  /// nil, and a line that says so: this machine has no sshd, no sshfs or no FUSE. Keys and logs go into `folder`/ssh.
  static func start(in folder: FilePath) async throws -> SFTPServer? {
    func skipped(_ why: String) -> SFTPServer? {
      print("NOT TESTED: an inbox mounted by SFTP; \(why)")
      return nil
    }
    guard ProcessInfo.processInfo.environment["FERRY_SFTP"] == "1" else { return skipped("make sftp does it, in a minute") }
    for tool in tools where !FileManager.default.isExecutableFile(atPath: tool) { return skipped("\(tool) is not installed") }
    guard let unmounter = fusermount.first(where: FileManager.default.isExecutableFile) else {
      return skipped("fusermount is not installed")
    }
    let device = open("/dev/fuse", O_RDWR | O_CLOEXEC)
    guard device >= 0 else { return skipped("/dev/fuse cannot be opened") }
    close(device)
    let ssh = folder.appending("ssh")
    try FileManager.default.createDirectory(atPath: ssh.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    for key in ["host", "user"] {
      let ending = try await command("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key], in: ssh)
      guard ending.exit == 0 else { return skipped("ssh-keygen: \(ending.errors)") }
    }
    if geteuid() == 0 { mkdir("/run/sshd", 0o755) }
    let port = try freePort()
    let settings = """
      Port \(port)
      ListenAddress 127.0.0.1
      HostKey \(ssh)/host
      AuthorizedKeysFile \(ssh)/user.pub
      PidFile none
      UsePAM no
      StrictModes no
      PermitRootLogin yes
      PasswordAuthentication no
      Subsystem sftp internal-sftp

      """
    try Data(settings.utf8).write(to: URL(filePath: ssh.appending("config").string))
    let daemon = try process("/usr/sbin/sshd", ["-D", "-f", "\(ssh)/config", "-E", "\(ssh)/log"], in: ssh)
    try await eventually("sshd listens") { ((try? String(contentsOfFile: "\(ssh)/log", encoding: .utf8)) ?? "").contains("listening") }
    let server = SFTPServer(folder: folder, port: port, daemon: daemon, unmounter: unmounter)
    let trial = folder.appending("trial")
    try FileManager.default.createDirectory(atPath: trial.string, withIntermediateDirectories: false)
    do { try await server.mount("ssh", at: trial) } catch {
      await server.stop()
      return skipped("sshfs cannot mount here: \(error)")
    }
    try await server.unmount(trial)
    return server
  }

  /// Serves `name` below the folder at `place`, without any cache, as docs/operations.md says.
  func mount(_ name: String, at place: FilePath) async throws {
    let options = ["dir_cache=no", "attr_timeout=0", "entry_timeout=0"] + Self.login(folder)
    let process = try Self.process(
      "/usr/bin/sshfs",
      ["-f", "-p", String(port), "-o", options.joined(separator: ","), "\(Self.user)@127.0.0.1:\(folder.appending(name))", place.string],
      in: folder)
    mounts[place] = process
    let before = Self.device(place.removingLastComponent())
    let limit = ContinuousClock.now + .seconds(20)
    while Self.device(place) ?? before == before {
      guard ContinuousClock.now < limit, kill(process.pid, 0) == 0 else {
        process.signal(SIGKILL)
        throw NeverHappened(description: await process.ending.errors)
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  /// In good order; what remains is the empty mount point.
  func unmount(_ place: FilePath) async throws {
    _ = try await Self.command(unmounter, ["-u", "-z", place.string], in: folder)
    if let process = mounts.removeValue(forKey: place) { _ = await process.ending }
  }

  /// sshfs dies: the mount is still there, and every look at it fails.
  func breakOff(_ place: FilePath) { mounts[place]?.signal(SIGKILL) }

  /// The server's end of all connections dies; new ones are taken.
  func hangUp() throws {
    for child in try Self.children(of: daemon.pid) { kill(child, SIGKILL) }
  }

  /// What a partner's client does, as `sftp -b` reads it.
  func sftp(_ batch: String) async throws -> FerryProgram.Ending {
    let file = folder.pushing("ssh/batch")
    try Data(batch.utf8).write(to: URL(filePath: file.string))
    let options = Self.login(folder).flatMap { ["-o", $0] }
    return try await Self.command(
      "/usr/bin/sftp", ["-b", file.string, "-P", String(port)] + options + ["\(Self.user)@127.0.0.1"], in: folder)
  }

  func stop() async {
    for place in mounts.keys { try? await unmount(place) }
    daemon.signal(SIGTERM)
    try? hangUp()
    _ = await daemon.ending
  }

  private static var user: String { String(cString: getpwuid(geteuid()).pointee.pw_name) }

  private static func login(_ folder: FilePath) -> [String] {
    [
      "IdentityFile=\(folder.pushing("ssh/user"))", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR",
      "BatchMode=yes",
    ]
  }

  private static func process(_ program: String, _ arguments: [String], in folder: FilePath) throws -> FerryProcess {
    let path = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin", "HOME": folder.string]
    return try FerryProcess(program: FilePath(program), arguments: arguments, folder: folder, environment: path)
  }

  private static func command(_ program: String, _ arguments: [String], in folder: FilePath) async throws -> FerryProgram.Ending {
    try await process(program, arguments, in: folder).ending
  }

  /// The number of the file system; nil where it cannot be looked at.
  private static func device(_ place: FilePath) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: place.string))?[.systemNumber] as? Int
  }

  /// Of a process, with theirs.
  private static func children(of pid: pid_t) throws -> [pid_t] {
    let text = try String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
    let own = text.split(separator: " ").compactMap { pid_t($0) }
    return own + own.flatMap { (try? children(of: $0)) ?? [] }
  }

  private static func freePort() throws -> Int {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 ? getsockname(listener, $0, &length) : -1
      }
    }
    guard result == 0 else { throw Errno(rawValue: errno) }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
