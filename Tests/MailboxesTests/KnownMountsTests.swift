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
    #expect(
      try place.content(place.folders.state.appending("mounts")) == "\(inbox)\t/dev/shm\n\(inbox)\t\(inbox)\n",
      "as it is named, and where its link leads")
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

  @Test func `a mount point that lies on a third file system is missed, too`() throws {
    let place = try Workplace(otherDevice: true)
    try place.makeFolder(place.folders.state)
    let mounts = KnownMounts(state: place.folders.state)
    let outbox = try place.otherDevice().appending("outbox")
    // In the place of a mount: what the name leads to is on a device of its own, as /proc is.
    try place.link(outbox, to: "/proc/self")
    try mounts.remember([outbox])
    #expect(mounts.missing(among: [outbox]).isEmpty)
    try OpenFolder(outbox.removingLastComponent()).remove(#require(FileName("outbox")))
    try place.makeFolder(outbox)
    #expect(mounts.missing(among: [outbox]).map(\.code) == [.wrongDevice])
  }

  @Test func `a mount above the folder is missed, one that the state folder stands on as well is not remembered`() throws {
    let place = try Workplace(otherDevice: true)
    try place.makeFolder(place.folders.state)
    let mounts = KnownMounts(state: place.folders.state)
    let (data, there) = (place.root.appending("data"), try place.otherDevice())
    try place.makeFolder(there.appending("outbox"))
    try place.makeFolder(there.appending("var"))
    try place.link(data, to: there)
    try mounts.remember([data.appending("outbox")])
    try OpenFolder(place.root).remove(#require(FileName("data")))
    try place.makeFolder(data)
    try place.makeFolder(data.appending("outbox"))
    #expect(mounts.missing(among: [data.appending("outbox")]).map(\.path) == [data.appending("outbox")])

    let beside = KnownMounts(state: there.appending("var"))
    try beside.remember([there.appending("outbox")])
    #expect(!place.exists(there.appending("var/mounts")))
  }

  @Test func `what earlier versions wrote is read, and told anew by where the mount is`() throws {
    let place = try Workplace(otherDevice: true)
    try place.makeFolder(place.folders.state)
    let mounts = KnownMounts(state: place.folders.state)
    let inbox = place.root.appending("mounted")
    try place.makeFolder(inbox)
    try place.drop("mounts", "\(inbox)\n", into: place.folders.state)
    #expect(mounts.missing(among: [inbox]).map(\.code) == [.wrongDevice])
    try mounts.remember([inbox])
    #expect(mounts.missing(among: [inbox]).count == 1, "it is not forgotten by looking")
    try OpenFolder(place.root).removeFolder(#require(FileName("mounted")))
    try place.link(inbox, to: place.otherDevice())
    #expect(mounts.missing(among: [inbox]).isEmpty)
    try mounts.remember([inbox])
    #expect(try !place.content(place.folders.state.appending("mounts")).contains("\(inbox)\n\(inbox)"))
  }

  @Test func `each partner's own folders can be mounts`() {
    let folders = MailboxFolders(inbox: "/i", outbox: "/o", error: "/e", archive: "/a", state: "/s")
    #expect(folders.places(of: ["acme", "default"]) == ["/i", "/o", "/e", "/a", "/i/acme", "/o/acme", "/e/acme"])
  }
}
