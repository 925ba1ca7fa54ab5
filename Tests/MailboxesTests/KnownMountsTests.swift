import Glibc
import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct KnownMountsTests {
  @Test func `a folder that was on another file system and is not now is told, with the remedy`() throws {
    let place = try Workplace(otherDevice: true)
    try place.makeFolder(place.folders.state)
    let mounts = KnownMounts(state: place.folders.state)
    let (inbox, outbox) = (place.root.appending("mounted"), place.folders.outbox)
    try place.link(inbox, to: place.otherDevice())
    #expect(mounts.missing(among: [inbox, outbox]).isEmpty, "nothing is known yet")
    try mounts.remember([inbox, outbox])
    #expect(try place.content(place.folders.state.appending("mounts")) == "\(inbox)\n")
    #expect(try place.mode(place.folders.state.appending("mounts")) == 0o600)
    #expect(mounts.missing(among: [inbox, outbox]).isEmpty)

    try OpenFolder(place.root).remove(#require(FileName("mounted")))
    #expect(mounts.missing(among: [inbox]).isEmpty, "that it is not there says somebody else")
    try place.makeFolder(inbox)
    let missing = mounts.missing(among: [inbox, outbox])
    #expect(missing.map(\.code) == [.wrongDevice])
    #expect(
      missing.first?.message == "\(inbox) was on a file system of its own before and is not now; mount it again, or remove "
        + "\(place.folders.state)/mounts if it was moved on purpose")
    try mounts.remember([inbox, outbox])
    #expect(mounts.missing(among: [inbox]).count == 1, "it is not forgotten by looking")
    var folders = place.folders
    folders.inbox = inbox
    #expect(FolderCheck.check(folders).first?.problem?.message == missing.first?.message)
  }

  @Test func `each partner's own folders can be mounts`() {
    let folders = MailboxFolders(inbox: "/i", outbox: "/o", error: "/e", archive: "/a", state: "/s")
    #expect(folders.places(of: ["acme", "default"]) == ["/i", "/o", "/e", "/a", "/i/acme", "/o/acme", "/e/acme"])
  }
}
