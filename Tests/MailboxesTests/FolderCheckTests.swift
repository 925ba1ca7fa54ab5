import Glibc
import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct FolderCheckTests {
  @Test func `every folder is looked at, and nothing is made`() throws {
    let place = try Workplace()
    let checks = FolderCheck.check(place.folders, partners: ["default", "acme"])
    #expect(checks.map(\.role) == FolderCheck.Role.allCases)
    #expect(checks.filter { $0.problem == nil }.count == 4)
    #expect(checks.last?.problem?.code == .missing)
    #expect(!place.exists(place.folders.state))
    #expect(try place.names(place.folders.inbox) == [])
    #expect(try checks.first?.device == Folder(place.root).device)
  }

  @Test func `a partner's own folder is looked at where it is`() throws {
    let place = try Workplace(otherDevice: true)
    try place.link(place.folders.inbox.appending("acme"), to: place.otherDevice())
    try place.drop("acme", into: place.folders.outbox)
    let checks = FolderCheck.check(place.folders, partners: ["acme", "a/b"]).filter { $0.partner == "acme" }
    #expect(checks.map(\.role) == [.inbox, .outbox])
    #expect(checks[0].problem == nil)
    #expect(checks[0].isClaimedInSharedInbox == false)
    #expect(checks[0].kind == .tmpfs)
    #expect(checks[1].problem?.code == .notADirectory)
    #expect(
      FolderCheck.check(place.folders, partners: ["a/b"]).filter { $0.partner == "a/b" }.map(\.problem?.code)
        == Array(repeating: .unusableName, count: 3))
  }

  @Test func `a folder that may not be written is a problem with a remedy`() throws {
    let place = try Workplace()
    try #require(place.root.withPlatformString { chmod($0, 0o755) } == 0)
    let checks = try asNobody { FolderCheck.check(place.folders) }
    #expect(checks.first?.problem?.code == .notWritable)
    #expect(
      checks.first?.problem?.message
        == "\(place.folders.inbox) cannot be used (Permission denied); give Ferry's account the right to read and write there")
  }
}
