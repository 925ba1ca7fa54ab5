import Glibc
import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct OddityTests {
  private let start = ContinuousClock.now

  private func scanner(_ boxes: Mailbox...) -> Scanner { Scanner(mailboxes: boxes, rules: ScanRules(restPeriod: .zero)) }

  @Test func `links, pipes, sockets and folders are reported once, until they go and come again`() throws {
    let place = try Workplace()
    let inbox = place.folders.inbox
    var scanner = try scanner(place.mailbox(), place.mailbox("acme"))
    try place.link(inbox.appending("link.csv"), to: "/etc/passwd")
    try #require(inbox.appending("pipe.csv").withPlatformString { mkfifo($0, 0o600) } == 0)
    try #require(inbox.appending("socket.csv").withPlatformString { mknod($0, S_IFSOCK | 0o600, 0) } == 0)
    try place.makeFolder(inbox.appending("stranger"))
    try place.makeFolder(inbox.appending("acme").appending("x.csv"))
    let report = try scanner.scan(now: start)
    #expect(report.ready.isEmpty)
    #expect(
      report.oddities.map { "\($0.partner) \($0.name) \($0.kind)" } == [
        "default link.csv symbolicLink", "default pipe.csv pipe", "default socket.csv socket", "default stranger folderWithoutPartner",
        "acme x.csv folder",
      ])
    #expect(report.oddities.first?.message == "\(inbox)/link.csv is a symbolic link and is not followed; put the file itself there")
    #expect(
      report.oddities[3].message
        == "\(inbox)/stranger is a folder that no partner owns; add a partner \"stranger\" to the settings or put its files elsewhere")
    #expect(try scanner.scan(now: start + .seconds(1)).oddities.isEmpty)
    try OpenFolder(inbox).remove(#require(FileName("link.csv")))
    #expect(try scanner.scan(now: start + .seconds(2)).oddities.isEmpty)
    try place.link(inbox.appending("link.csv"), to: "/etc/passwd")
    #expect(try scanner.scan(now: start + .seconds(3)).oddities.map(\.name.text) == ["link.csv"])
  }

  @Test func `a file that may not be read is reported once and not taken`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let path = try place.drop("secret.csv")
    try #require(path.withPlatformString { chmod($0, 0) } == 0)
    try #require(place.root.withPlatformString { chmod($0, 0o755) } == 0)
    try asNobody {
      var scanner = scanner(box)
      let report = try scanner.scan(now: start)
      #expect(report.ready.isEmpty)
      #expect(report.oddities.map(\.kind) == [.unreadable])
      #expect(try scanner.scan(now: start + .seconds(1)).oddities.isEmpty)
      try asRoot { try #require(path.withPlatformString { chmod($0, 0o644) } == 0) }
      #expect(try scanner.scan(now: start + .seconds(2)).ready.map(\.name.text) == ["secret.csv"])
    }
  }

  @Test func `a file with a second name elsewhere is told once, and taken when that name is gone`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    var scanner = scanner(box)
    let other = try place.drop("elsewhere", "mine", into: place.root)
    let path = place.folders.inbox.appending("orders.csv")
    try place.hardLink(path, to: other)
    let report = try scanner.scan(now: start)
    #expect(report.ready.isEmpty)
    #expect(
      report.oddities.map(\.message) == [
        "\(path) has a second name elsewhere (a hard link) and is not taken; remove the other name, or copy the file"
      ])
    #expect(try scanner.scan(now: start + .seconds(1)).oddities.isEmpty)
    try OpenFolder(place.root).remove(#require(FileName("elsewhere")))
    #expect(try scanner.scan(now: start + .seconds(2)).ready.map(\.name.text) == ["orders.csv"])
  }

  @Test func `a writer that links the whole file into the inbox and then drops its own name is not reported`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: ScanRules(restPeriod: .seconds(2)))
    let draft = try place.drop(".orders.csv.tmp")
    try place.hardLink(place.folders.inbox.appending("orders.csv"), to: draft)
    #expect(try scanner.scan(now: start).oddities.isEmpty)
    try OpenFolder(place.folders.inbox).remove(#require(FileName(".orders.csv.tmp")))
    #expect(try scanner.scan(now: start + .seconds(1)).ready.isEmpty)
    let report = try scanner.scan(now: start + .seconds(3))
    #expect(report.oddities.isEmpty)
    #expect(report.ready.map(\.name.text) == ["orders.csv"])
  }

  private func asRoot(_ body: () throws -> Void) throws {
    typealias SetUser = @convention(c) (uid_t) -> Int32
    let setUser = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: SetUser.self)
    let before = uid_t(bitPattern: setUser(geteuid()))
    defer { _ = setUser(before) }
    try body()
  }
}
