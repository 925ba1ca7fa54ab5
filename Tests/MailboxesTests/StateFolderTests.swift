import Glibc
import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct StateFolderTests {
  private let started = "2026-10-08T06:00:00Z"

  @Test func `the state folder is made, closed to others`() throws {
    let place = try Workplace()
    _ = try StateFolder(place.folders.state)
    _ = try StateFolder(place.folders.state)
    #expect(try place.mode(place.folders.state) == 0o700)
  }

  @Test func `a second holder is told who the first is, until it releases`() throws {
    let place = try Workplace()
    let state = try StateFolder(place.folders.state)
    let lock = try state.lock(command: "ferry watch", started: started)
    let error = try #require(mailboxError { _ = try state.lock(command: "ferry run", started: started) })
    let holder = LockHolder(pid: getpid(), command: "ferry watch", started: started)
    #expect(error.code == .locked(holder: holder))
    #expect(
      error.message
        == "\(place.folders.state) is in use by process \(getpid()) (ferry watch, since \(started)); wait for it to end or stop it")
    #expect(try run("/usr/bin/flock", "-n", place.folders.state.appending("lock").string, "/bin/true") == 1)
    lock.release()
    #expect(try run("/usr/bin/flock", "-n", place.folders.state.appending("lock").string, "/bin/true") == 0)
    try state.lock(command: "ferry run", started: started).release()
    #expect(try place.openDescriptors() == 0)
  }

  @Test func `another process has the lock until it is killed`() throws {
    let place = try Workplace()
    let state = try StateFolder(place.folders.state)
    let file = place.folders.state.appending("lock").string
    let signal = place.root.appending("signal")
    try #require(signal.withPlatformString { mkfifo($0, 0o600) } == 0)
    let script = "exec 9>'\(file)'; flock -n 9; printf '%s\\nferry watch\\n\(started)\\n' $$ >&9; echo x > '\(signal)'; exec sleep 600"
    let pid = try spawn(["/bin/sh", "-c", script])
    #expect(try place.content(signal) == "x\n")
    let error = mailboxError { _ = try state.lock(command: "ferry run", started: started) }
    #expect(error?.code == .locked(holder: LockHolder(pid: pid, command: "ferry watch", started: started)))
    kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    let lock = try state.lock(command: "ferry run", started: started)
    #expect(try place.content(place.folders.state.appending("lock")) == "\(getpid())\nferry run\n\(started)\n")
    lock.release()
  }

  @Test func `a heartbeat replaces the one before`() throws {
    let place = try Workplace()
    let state = try StateFolder(place.folders.state)
    try state.heartbeat("a long first one\n")
    try state.heartbeat("second\n")
    #expect(try place.content(place.folders.state.appending("heartbeat")) == "second\n")
    #expect(try place.names(place.folders.state) == ["heartbeat"])
  }

  @Test func `file systems are told apart`() throws {
    #expect(try FileSystemKind(of: "/dev/shm") == .tmpfs)
    #expect(try FileSystemKind(of: "/proc") == .other)
    #expect(FileSystemKind(magic: 0x6573_5546).isRemote)
    #expect(FileSystemKind(magic: 0x6969).isRemote)
    #expect(FileSystemKind(magic: 0xFE53_4D42).isRemote)
    #expect(!FileSystemKind(magic: 0xEF53).isRemote)
    #expect(mailboxError { _ = try FileSystemKind(of: "/nowhere") }?.code == .missing)
  }
}
