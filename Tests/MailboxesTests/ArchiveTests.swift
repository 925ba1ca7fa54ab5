import Glibc
import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct ArchiveTests {
  private func name(_ text: String) throws -> FileName { try #require(FileName(text)) }

  @Test func `the same name a hundred times is a hundred files`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let archive = try place.archive([box])
    var contents: Set<String> = []
    for number in 1...100 {
      let claimed = try place.claimed("orders.csv", "content \(number)", in: box, id: "id-\(number)")
      let path = try archive.archive(claimed, dateFolder: "2026/10/08")
      #expect(path.lastComponent?.string == (number == 1 ? "orders.csv" : "orders-\(number).csv"))
      contents.insert(try place.content(path))
    }
    #expect(contents.count == 100)
    #expect(try place.names(place.folders.inbox.appending(".ferry/claimed/default")) == [])
  }

  @Test func `folders and files of the archive are closed to others`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let path = try place.archive([box]).archive(place.claimed("orders.csv", in: box, id: "1"), dateFolder: "2026/10/08")
    #expect(path == place.folders.archive.appending("2026/10/08/orders.csv"))
    #expect(try place.mode(path) == 0o600)
    for folder in ["2026", "2026/10", "2026/10/08"] { #expect(try place.mode(place.folders.archive.appending(folder)) == 0o700) }
  }

  @Test func `what was put away before is gone, not archived twice`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let archive = try place.archive([box])
    let claimed = try place.claimed("orders.csv", in: box, id: "1")
    _ = try archive.archive(claimed, dateFolder: "2026/10/08")
    #expect(mailboxError { _ = try archive.archive(claimed, dateFolder: "2026/10/08") }?.code == .vanished)
    #expect(try place.names(place.folders.archive.appending("2026/10/08")) == ["orders.csv"])
    #expect(try Claims(mailboxes: [box]).pending() == [])
  }

  @Test func `a date folder leads nowhere else`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let claimed = try place.claimed("orders.csv", in: box, id: "1")
    for folder in ["../2026", "/2026", "2026//08", ""] {
      #expect(mailboxError { _ = try place.archive([box]).archive(claimed, dateFolder: folder) }?.code == .unusableName)
    }
    #expect(place.exists(claimed.path))
  }

  @Test func `to another file system a file is copied, and the original goes last`() throws {
    let place = try Workplace(otherDevice: true)
    place.folders.archive = try place.otherDevice()
    let box = try place.mailbox()
    let archive = try place.archive([box])
    let first = try archive.archive(place.claimed("orders.csv", "one", in: box, id: "1"), dateFolder: "2026/10/08")
    let second = try archive.archive(place.claimed("orders.csv", "one", in: box, id: "2"), dateFolder: "2026/10/08")
    #expect(try place.content(first) == "one")
    #expect(second.lastComponent?.string == "orders-2.csv")
    #expect(try place.mode(second) == 0o600)
    #expect(try place.names(second.removingLastComponent()) == ["orders-2.csv", "orders.csv"])
    #expect(try place.names(place.folders.inbox.appending(".ferry/claimed/default")) == [])
  }

  @Test(arguments: [true, false])
  func `a copy that a crash stopped goes on where it was`(hadItsName: Bool) throws {
    let place = try Workplace(otherDevice: true)
    place.folders.archive = try place.otherDevice()
    let box = try place.mailbox()
    let claimed = try place.claimed("orders.csv", "one", in: box, id: "1")
    let day = place.folders.archive.appending("day")
    try place.makeFolder(day)
    try place.drop(hadItsName ? "orders.csv" : ".ferry.1.orders.csv.tmp", "one", into: day)
    try MoveNote(target: day.appending("orders.csv")).write(in: claimed.openFolder())
    #expect(try Claims(mailboxes: [box]).pending() == [claimed])
    #expect(try place.archive([box]).archive(claimed, dateFolder: "day") == day.appending("orders.csv"))
    #expect(try place.names(day) == ["orders.csv"])
    #expect(try Claims(mailboxes: [box]).pending() == [])
  }

  @Test func `a note whose name another file has got takes no file for its copy`() throws {
    let place = try Workplace(otherDevice: true)
    place.folders.archive = try place.otherDevice()
    let box = try place.mailbox()
    let claimed = try place.claimed("orders.csv", "one", in: box, id: "1")
    let day = place.folders.archive.appending("day")
    try place.makeFolder(day)
    try place.drop("orders.csv", "two", into: day)
    try MoveNote(target: day.appending("orders.csv")).write(in: claimed.openFolder())
    #expect(try place.archive([box]).archive(claimed, dateFolder: "day") == day.appending("orders-2.csv"))
    #expect(try place.content(day.appending("orders-2.csv")) == "one")
  }

  @Test func `a torn note of a copy starts the copy anew`() throws {
    let place = try Workplace(otherDevice: true)
    place.folders.archive = try place.otherDevice()
    let box = try place.mailbox()
    let claimed = try place.claimed("orders.csv", "one", in: box, id: "1")
    try place.drop(".moving", "/somewh", into: claimed.path.removingLastComponent())
    #expect(try place.content(place.archive([box]).archive(claimed, dateFolder: "day")) == "one")
    #expect(!place.exists(claimed.path.removingLastComponent()))
  }

  @Test func `a quarantined file stands beside its reports, under one name`() throws {
    let place = try Workplace()
    let box = try place.mailbox("acme")
    let archive = try place.archive([box])
    try place.drop("orders.csv", "earlier", into: box.error.path)
    let claimed = try place.claimed("orders.csv", "bad", in: box, id: "1")
    let last = try archive.chooseName(claimed.name, partner: "acme")
    let report = try archive.write(last.appending(".report.txt"), Array("two findings\n".utf8), partner: "acme", id: "1")
    let again = try archive.write(last.appending(".report.txt"), Array("two findings\n".utf8), partner: "acme", id: "1")
    #expect(report.path == again.path)
    #expect(again.wasThere)
    let path = try archive.quarantine(claimed, as: last)
    #expect(path == place.folders.error.appending("acme/orders-2.csv"))
    #expect(try place.content(path) == "bad")
    #expect(try place.names(box.error.path) == ["orders-2.csv", "orders-2.csv.report.txt", "orders.csv"])
  }

  @Test func `quarantine as a name in use refuses, without one takes the next`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let archive = try place.archive([box])
    try place.drop("orders.csv", "earlier", into: box.error.path)
    let claimed = try place.claimed("orders.csv", "bad", in: box, id: "1")
    #expect(mailboxError { _ = try archive.quarantine(claimed, as: claimed.name) }?.code == .nameTaken)
    #expect(try archive.quarantine(claimed).lastComponent?.string == "orders-2.csv")
    #expect(try place.content(box.error.path.appending("orders.csv")) == "earlier")
  }

  @Test func `refused documents of two files with one name are both kept`() throws {
    let place = try Workplace()
    let archive = try place.archive([try place.mailbox()])
    let first = try archive.write(name("orders.refused.csv"), [1], partner: "default", id: "1")
    let second = try archive.writeStreaming(name("orders.refused.csv"), partner: "default", id: "2") { draft throws(MailboxError) in
      try draft.append([2])
    }
    #expect([first.name.text, second.name.text] == ["orders.refused.csv", "orders.refused-2.csv"])
    #expect(try place.mode(second.path) == 0o600)
  }

  @Test func `a report that fails halfway leaves nothing`() throws {
    let place = try Workplace()
    let archive = try place.archive([try place.mailbox()])
    let failure = MailboxError(.diskFull, "/x", "full")
    let error = mailboxError {
      _ = try archive.writeStreaming(name("a.report.json"), partner: "default", id: "1") { draft throws(MailboxError) in
        try draft.append([1])
        throw failure
      }
    }
    #expect(error?.code == .diskFull)
    #expect(try place.names(place.folders.error) == [])
  }

  @Test func `replay puts the bytes back under a new name and keeps the original`() throws {
    let place = try Workplace()
    let box = try place.mailbox("acme")
    let archive = try place.archive([box])
    let original = try archive.archive(place.claimed("orders.csv", "content", in: box, id: "1"), dateFolder: "2026/10/08")
    let path = try archive.replay(original, partner: "acme", as: name("orders-replayed.csv"))
    #expect(path == place.folders.inbox.appending("acme/orders-replayed.csv"))
    #expect(try place.content(path) == "content")
    #expect(try place.content(original) == "content")
    // As after a crash: what lies there is the copy.
    #expect(try archive.replay(original, partner: "acme", as: name("orders-replayed.csv")) == path)
    #expect(try place.names(box.inbox.path) == ["orders-replayed.csv"])
    try place.drop("orders-other.csv", "other content", into: box.inbox.path)
    #expect(mailboxError { _ = try archive.replay(original, partner: "acme", as: name("orders-other.csv")) }?.code == .nameTaken)
    #expect(try place.names(box.inbox.path) == ["orders-other.csv", "orders-replayed.csv"])
    #expect(mailboxError { _ = try archive.replay("/nowhere/x", partner: "acme", as: name("y")) }?.code == .missing)
  }

  @Test func `what is replayed for a partner whose files need a marker gets one, also after a crash`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let archive = try place.archive([box])
    let original = try archive.archive(place.claimed("orders.csv", "content", in: box, id: "1"), dateFolder: "day")
    let (copy, marker) = (try name("orders.replay.csv"), try name("orders.replay.csv.go"))
    // Killed between the copy's rename and its marker.
    try place.drop("orders.replay.csv", "content")
    #expect(try archive.replay(original, partner: "default", as: copy, marker: marker) == place.folders.inbox.appending(copy))
    #expect(try place.names(place.folders.inbox) == [".ferry", "orders.replay.csv", "orders.replay.csv.go"])
    #expect(try archive.replay(original, partner: "default", as: copy, marker: marker) == place.folders.inbox.appending(copy))
    #expect(try place.names(place.folders.inbox) == [".ferry", "orders.replay.csv", "orders.replay.csv.go"])
    let second = try archive.replay(original, partner: "default", as: name("orders.replay-2.csv"), marker: name("orders.replay-2.csv.go"))
    var scanner = Scanner(mailboxes: [box], rules: ScanRules(restPeriod: .seconds(60), markerRequired: ".go"))
    #expect(try scanner.scan(now: .now).ready.map(\.name.text) == ["orders.replay-2.csv", "orders.replay.csv"])
    #expect(try place.content(second) == "content")
  }

  @Test func `an archive that cannot be written leaves the file among the claims`() throws {
    let place = try Workplace()
    let box = try place.mailbox()
    let archive = try place.archive([box])
    let claimed = try place.claimed("orders.csv", in: box, id: "1")
    try place.drop("2026", into: place.folders.archive)
    let error = try #require(mailboxError { _ = try archive.archive(claimed, dateFolder: "2026/10/08") })
    #expect(error.code == .notADirectory)
    #expect(try Claims(mailboxes: [box]).pending() == [claimed])
  }
}
