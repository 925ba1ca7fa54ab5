import Glibc
import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct FolderFailureTests {
  private let start = ContinuousClock.now
  private let rules = ScanRules(restPeriod: .seconds(2))

  @Test func `a mount that went away is not all files gone`() throws {
    let place = try Workplace(otherDevice: true)
    let mount = try place.otherDevice()
    place.folders.inbox = place.root.appending("mounted")
    try place.link(place.folders.inbox, to: mount)
    let box = try place.mailbox()
    var scanner = Scanner(mailboxes: [box], rules: rules)
    try place.drop("orders.csv", into: mount)
    _ = try scanner.scan(now: start)
    let sighting = try #require(try scanner.scan(now: start + .seconds(2)).ready.first)

    try OpenFolder(place.root).remove(#require(FileName("mounted")))
    try place.makeFolder(place.folders.inbox)
    let error = try #require(mailboxError { _ = try scanner.scan(now: start + .seconds(3)) })
    #expect(error.code == .wrongDevice)
    #expect(
      error.message
        == "\(place.folders.inbox) is on another file system than at the start; mount it again, or restart Ferry if it was moved on purpose"
    )
    #expect(mailboxError { _ = try Claims(mailboxes: [box]).claim(sighting, as: "1") }?.code == .wrongDevice)
    #expect(try place.names(place.folders.inbox) == [])

    _ = place.folders.inbox.withPlatformString { rmdir($0) }
    try place.link(place.folders.inbox, to: mount)
    #expect(try scanner.scan(now: start + .seconds(4)).ready == [sighting])
  }

  @Test func `nothing is written to a folder whose mount went away`() throws {
    let place = try Workplace(otherDevice: true)
    let mount = try place.otherDevice()
    place.folders.outbox = place.root.appending("mounted")
    try place.link(place.folders.outbox, to: mount)
    let publisher = Publisher(try place.mailbox())
    var draft = try publisher.begin(name: try #require(FileName("a.csv")), id: "1")
    try draft.append("x")
    let finished = try draft.finish()
    try OpenFolder(place.root).remove(#require(FileName("mounted")))
    try place.makeFolder(place.folders.outbox)
    let name = try #require(FileName("a.csv"))
    #expect(mailboxError { _ = try publisher.begin(name: name, id: "2") }?.code == .wrongDevice)
    #expect(mailboxError { _ = try publisher.place(temporary: finished.temporary, final: name) }?.code == .wrongDevice)
    #expect(mailboxError { _ = try publisher.recover(temporary: finished.temporary, final: name) }?.code == .wrongDevice)
    #expect(try place.names(place.folders.outbox) == [])
  }

  @Test func `one partner's broken inbox stops no other`() throws {
    let place = try Workplace()
    let boxes = [try place.mailbox(), try place.mailbox("acme")]
    var scanner = Scanner(mailboxes: boxes, rules: ScanRules(restPeriod: .zero))
    try place.drop("orders.csv")
    try place.rename(boxes[1].inbox.path, place.root.appending("aside"))
    let report = try scanner.scan(now: start)
    #expect(report.ready.map(\.name.text) == ["orders.csv"])
    #expect(report.failures.map(\.code) == [.missing])
    #expect(
      report.failures.map(\.message) == [
        "\(place.folders.inbox)/acme is missing; create it, mount it again, or correct the folders in the settings"
      ])
  }

  @Test func `a file in the place of a folder says so`() throws {
    let place = try Workplace()
    place.folders.inbox = try place.drop("file", into: place.root)
    let error = try #require(mailboxError { _ = try place.mailbox() })
    #expect(error.code == .notADirectory)
    #expect(error.message == "\(place.root)/file is not a folder; move away what stands there, or correct the folders in the settings")
  }

  @Test func `a folder that may not be used says so`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let name = try #require(FileName("a.csv"))
    try #require(place.root.withPlatformString { chmod($0, 0o755) } == 0)
    try asNobody {
      var error = try #require(mailboxError { _ = try Publisher(box).begin(name: name, id: "1") })
      #expect(error.code == .notWritable)
      #expect(
        error.message
          == "\(place.folders.outbox)/.ferry.1.a.csv.tmp cannot be used (Permission denied); give Ferry's account the right to read and write there"
      )
      var scanner = Scanner(mailboxes: [box], rules: ScanRules(restPeriod: .zero))
      #expect(try scanner.scan(now: start).ready.isEmpty)
      error = try #require(mailboxError { _ = try StateFolder(place.folders.state) })
      #expect(error.code == .notWritable)
    }
  }

  @Test func `an inbox that may not be listed says so and keeps what is known`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    try place.drop("orders.csv")
    var scanner = Scanner(mailboxes: [box], rules: rules)
    _ = try scanner.scan(now: start)
    try #require(place.folders.inbox.withPlatformString { chmod($0, 0) } == 0)
    try asNobody { #expect(mailboxError { _ = try scanner.scan(now: start + .seconds(1)) }?.code == .notWritable) }
    try #require(place.folders.inbox.withPlatformString { chmod($0, 0o755) } == 0)
    #expect(try scanner.scan(now: start + .seconds(2)).ready.map(\.name.text) == ["orders.csv"])
  }

  @Test(arguments: ["", ".", "..", ".hidden", "a/b", String(repeating: "x", count: 256)])
  func `a partner that cannot be a folder is refused`(partner: String) throws {
    let place = try Workplace()
    let error = try #require(mailboxError { _ = try place.mailbox(partner) })
    #expect(error.code == .unusableName)
    #expect(
      error.message
        == "partner \"\(partner)\" cannot be the name of a folder in \(place.folders.inbox); it must not be empty, begin with \".\", "
        + "hold \"/\" or exceed 255 bytes")
  }

  @Test func `a disk that is full says so and leaves the outbox without an answer`() throws {
    let place = try Workplace()
    guard geteuid() == 0, try run("/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place.folders.outbox.string) == 0 else {
      print("NOT TESTED: a full disk; only root can mount a small one")
      return
    }
    defer { _ = try? run("/bin/umount", place.folders.outbox.string) }
    let publisher = Publisher(try place.mailbox())
    let name = try #require(FileName("a.csv"))
    let error = try #require(
      mailboxError {
        var draft = try publisher.begin(name: name, id: "1")
        for _ in 0..<64 { try draft.append([UInt8](repeating: 0x61, count: 4096)) }
        _ = try draft.finish()
      })
    #expect(error.code == .diskFull)
    #expect(
      error.message
        == "no space left for \(place.folders.outbox)/.ferry.1.a.csv.tmp (No space left on device); free some space, and it is tried again")
    try publisher.sweep(keeping: [])
    #expect(try place.names(place.folders.outbox) == [])
  }
}

/// The exit code.
func run(_ arguments: String...) throws -> Int32 {
  let pid = try spawn(arguments)
  var status: Int32 = 0
  while waitpid(pid, &status, 0) == -1 && errno == EINTR {}
  return (status >> 8) & 0xFF
}

func spawn(_ arguments: [String]) throws -> pid_t {
  var pid: pid_t = 0
  var pointers = arguments.map { strdup($0) } + [nil]
  defer { pointers.forEach { free($0) } }
  try #require(posix_spawn(&pid, arguments[0], nil, nil, &pointers, environ) == 0)
  return pid
}
