import Glibc
import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct ClaimsTests {
  private let start = ContinuousClock.now

  private func sight(_ name: String = "orders.csv", in box: Mailbox) throws -> Sighting {
    var scanner = Scanner(mailboxes: [box], rules: ScanRules(restPeriod: .zero))
    return try #require(try scanner.scan(now: start).ready.first { $0.name.text == name })
  }

  @Test func `a claimed file lies closed to others in a folder of its own`() throws {
    let place = try Workplace()
    let box = try place.mailbox("acme")
    try place.drop("orders.csv", "content", into: box.inbox.path)
    let claimed = try #require(try Claims(mailboxes: [box]).claim(sight(in: box), as: "42"))
    #expect(claimed.path == place.folders.inbox.appending(".ferry/claimed/acme/42/orders.csv"))
    #expect(try place.content(claimed.path) == "content")
    #expect(claimed.changed == false)
    for folder in [".ferry", ".ferry/claimed", ".ferry/claimed/acme", ".ferry/claimed/acme/42"] {
      #expect(try place.mode(place.folders.inbox.appending(folder)) == 0o700)
    }
    #expect(try place.names(box.inbox.path) == [])
    #expect(try Claims(mailboxes: [box]).hasChanged(claimed) == false)
  }

  @Test func `a file that vanished is skipped quietly and leaves no trace`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let path = try place.drop("orders.csv")
    let sighting = try sight(in: box)
    try place.rename(path, place.root.appending("aside"))
    #expect(try Claims(mailboxes: [box]).claim(sighting, as: "1") == nil)
    #expect(try Claims(mailboxes: [box]).pending() == [])
    #expect(try place.names(place.folders.inbox) == [])
  }

  @Test func `a file replaced after it was sighted is not claimed`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let path = try place.drop("orders.csv", "one")
    let sighting = try sight(in: box)
    try place.rename(place.drop("next", "two", into: place.root), path)
    #expect(try Claims(mailboxes: [box]).claim(sighting, as: "1") == nil)
    #expect(try place.content(path) == "two")
  }

  @Test func `a file that got a second name after it was sighted is not claimed`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let path = try place.drop("orders.csv", "one")
    let sighting = try sight(in: box)
    try place.hardLink(place.root.appending("elsewhere"), to: path)
    #expect(try Claims(mailboxes: [box]).claim(sighting, as: "1") == nil)
    #expect(try place.names(place.folders.inbox) == [".ferry", "orders.csv"])
    #expect(try Claims(mailboxes: [box]).pending() == [])
  }

  @Test func `a claim that a crash left with its old name, too, is finished`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let claimed = try place.claimed("orders.csv", "one", in: box, id: "1")
    try place.hardLink(place.folders.inbox.appending("orders.csv"), to: claimed.path)
    try place.hardLink(place.folders.inbox.appending("other.csv"), to: claimed.path)
    #expect(try Claims(mailboxes: [box]).pending().map(\.path) == [claimed.path])
    #expect(try place.names(place.folders.inbox) == [".ferry", "other.csv"])
  }

  @Test func `an id in use leaves the file where it is`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let claims = Claims(mailboxes: [box])
    try place.drop("orders.csv", "one")
    _ = try claims.claim(sight(in: box), as: "1")
    let path = try place.drop("orders.csv", "two")
    #expect(mailboxError { _ = try claims.claim(sight(in: box), as: "1") }?.code == .nameTaken)
    #expect(try place.content(path) == "two")
    #expect(try claims.pending().count == 1)
    #expect(mailboxError { _ = try claims.claim(sight(in: box), as: "../1") }?.code == .unusableName)
  }

  @Test func `a restart finds what was claimed, also of a partner that is no longer configured`() throws {
    let place = try Workplace()
    let acme = try place.mailbox("acme")
    let box = try place.mailbox()
    let second = try place.claimed("orders-10.csv", in: box, id: "b")
    let first = try place.claimed("orders-2.csv", in: box, id: "c")
    let others = try place.claimed("orders.csv", in: acme, id: "a")
    try place.makeFolder(place.folders.inbox.appending(".ferry/claimed/default/empty"))
    let pending = try Claims(mailboxes: [box]).pending()
    #expect(pending == [others, first, second])
    #expect(try place.names(place.folders.inbox.appending(".ferry/claimed/default")) == ["b", "c"])
    #expect(try Claims(mailboxes: [box]).pending() == pending)
  }

  @Test(arguments: [
    Array("with blanks and ünicode.csv".utf8), Array("line\nbreak.csv".utf8), [0xFF, 0xFE, 0x2E, 0x63, 0x73, 0x76], Array("-rf".utf8),
    Array(repeating: 0x61, count: 255), Array("a;b'c\"$(x).csv".utf8),
  ])
  func `a name of any bytes survives the claim, the restart and the archive`(bytes: [UInt8]) throws {
    let place = try Workplace()
    let box = try place.mailbox()
    try place.drop(bytes: bytes, "content")
    let claims = Claims(mailboxes: [box])
    let name = try #require(FileName(bytes: bytes))
    let claimed = try #require(try claims.claim(sight(name.text, in: box), as: "1"))
    #expect(try claims.pending() == [claimed])
    #expect(claimed.name.bytes == bytes)
    let path = try place.archive([box]).archive(claimed, dateFolder: "2026/10/08")
    #expect(try place.content(path) == "content")
    #expect(try OpenFolder(path.removingLastComponent()).names().map(\.bytes) == [bytes])
  }

  @Test func `a partner's inbox on another file system has claims of its own`() throws {
    let place = try Workplace(otherDevice: true)
    let other = try place.otherDevice()
    try place.link(place.folders.inbox.appending("acme"), to: other)
    let box = try place.mailbox("acme")
    let claimed = try place.claimed("orders.csv", "content", in: box, id: "1")
    #expect(claimed.path == place.folders.inbox.appending("acme/.ferry/claimed/acme/1/orders.csv"))
    #expect(try Claims(mailboxes: [try place.mailbox(), box]).pending() == [claimed])
    #expect(try place.content(place.archive([box]).archive(claimed, dateFolder: "2026/10/08")) == "content")
  }

  @Test func `a file that grows after the claim is noticed`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let claimed = try place.claimed("orders.csv", "one", in: box, id: "1")
    try place.drop("orders.csv", "one and two", into: claimed.path.removingLastComponent())
    #expect(try Claims(mailboxes: [box]).hasChanged(claimed))
  }
}
