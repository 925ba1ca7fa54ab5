import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct PublisherTests {
  private func name(_ text: String) throws -> FileName { try #require(FileName(text)) }

  private func finished(_ publisher: Publisher, _ content: String, id: String = "1") throws -> FinishedDraft {
    var draft = try publisher.begin(name: name("orders.answer.csv"), id: id)
    try draft.append(content)
    return try draft.finish()
  }

  @Test func `an answer appears whole, with the mode of the outbox`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox())
    let draft = try finished(publisher, "a;b\n")
    #expect(draft.size == 4)
    #expect(try place.names(place.folders.outbox) == [".ferry.1.orders.answer.csv.tmp"])
    let final = try publisher.chooseName(stem: name("orders"), suffix: ".answer.csv")
    let placed = try publisher.place(temporary: draft.temporary, final: final)
    #expect(placed.path == place.folders.outbox.appending("orders.answer.csv"))
    #expect(try place.names(place.folders.outbox) == ["orders.answer.csv"])
    #expect(try place.content(placed.path) == "a;b\n")
    #expect(try place.mode(placed.path) == 0o640)
  }

  @Test func `more than a buffer arrives complete`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox())
    var draft = try publisher.begin(name: name("a"), id: "1")
    for number in 0..<20_000 { try draft.append("line \(number)\n") }
    let done = try draft.finish()
    #expect(try place.content(done.path) == (0..<20_000).map { "line \($0)\n" }.joined())
    #expect(try place.openDescriptors() == 0)
  }

  @Test func `a taken name is never replaced, the next number is free`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox())
    try place.drop("orders.answer.csv", "theirs", into: place.folders.outbox)
    let draft = try finished(publisher, "ours")
    let error = try #require(mailboxError { _ = try publisher.place(temporary: draft.temporary, final: name("orders.answer.csv")) })
    #expect(error.code == .nameTaken)
    #expect(
      error.message
        == "\(place.folders.outbox)/orders.answer.csv exists already and is never overwritten; move it away or choose another name")
    #expect(try place.content(place.folders.outbox.appending("orders.answer.csv")) == "theirs")
    #expect(try publisher.chooseName(stem: name("orders"), suffix: ".answer.csv").text == "orders.answer-2.csv")
    try place.drop("orders.answer-2.csv", into: place.folders.outbox)
    #expect(try publisher.chooseName(stem: name("orders"), suffix: ".answer.csv").text == "orders.answer-3.csv")
  }

  @Test func `after a crash a temporary file is placed, and a missing one was placed before`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox())
    let draft = try finished(publisher, "x")
    let final = try name("orders.answer.csv")
    #expect(try publisher.recover(temporary: draft.temporary, final: final).wasThere == false)
    #expect(try publisher.recover(temporary: draft.temporary, final: final).wasThere)
    #expect(try place.names(place.folders.outbox) == ["orders.answer.csv"])
  }

  @Test func `an answer that was placed and fetched is told from one whose files were cleared away`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox())
    let final = try name("orders.answer.csv")
    func draft() throws -> FinishedDraft {
      var draft = try publisher.begin(name: final, id: "1")
      try draft.append("x")
      return try publisher.finish(draft)
    }
    let (hidden, kept) = (".ferry.1.orders.answer.csv.tmp", ".ferry.1.orders.answer.csv.kept.tmp")
    let fetched = try draft()
    #expect(try place.names(place.folders.outbox) == [kept, hidden])
    _ = try publisher.place(temporary: fetched.temporary, final: final)
    try OpenFolder(place.folders.outbox).remove(final)
    #expect(try publisher.sweep(keeping: [fetched.temporary]).isEmpty)
    #expect(try publisher.recover(temporary: fetched.temporary, final: final).wasThere)
    #expect(try place.names(place.folders.outbox) == [kept])
    publisher.release(fetched.temporary)
    #expect(try place.names(place.folders.outbox) == [])

    let cleared = try draft()
    for file in [kept, hidden] { try OpenFolder(place.folders.outbox).remove(name(file)) }
    let error = try #require(mailboxError { _ = try publisher.recover(temporary: cleared.temporary, final: final) })
    #expect(error.code == .lost)
    #expect(
      error.message == "\(place.folders.outbox)/orders.answer.csv is not there, nor are Ferry's hidden files for it: they were removed, "
        + "or the folder came back empty")
    try place.drop("orders.answer.csv", into: place.folders.outbox)
    #expect(try publisher.recover(temporary: cleared.temporary, final: final).wasThere)
  }

  @Test func `a crash between link and removal is finished, where the file system cannot rename without replacing`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox())
    let draft = try finished(publisher, "x")
    let final = try name("orders.answer.csv")
    let folder = try OpenFolder(place.folders.outbox)
    try folder.link(draft.temporary, to: folder, as: final)
    try folder.link(draft.temporary, to: folder, as: final)
    #expect(try publisher.recover(temporary: draft.temporary, final: final).path == place.folders.outbox.appending("orders.answer.csv"))
    #expect(try place.names(place.folders.outbox) == ["orders.answer.csv"])
  }

  @Test func `abandoned temporary files go, those the ledger knows and those of others stay`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox())
    _ = try finished(publisher, "x", id: "lost")
    let kept = try finished(publisher, "x", id: "kept")
    try place.drop(".theirs.tmp", into: place.folders.outbox)
    #expect(try publisher.sweep(keeping: [kept.temporary]).map(\.text) == [".ferry.lost.orders.answer.csv.tmp"])
    #expect(try place.names(place.folders.outbox) == [".ferry.kept.orders.answer.csv.tmp", ".theirs.tmp"])
  }

  @Test func `the same name and id begin the same file anew, and nothing put there is written through`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox())
    let victim = try place.drop("victim", "untouched", into: place.root)
    try place.link(place.folders.outbox.appending(".ferry.1.orders.answer.csv.tmp"), to: victim)
    let draft = try finished(publisher, "second")
    #expect(try place.content(draft.path) == "second")
    #expect(try place.content(victim) == "untouched")
  }

  @Test func `the longest name has an answer`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox())
    let long = try name(String(repeating: "x", count: 255))
    var draft = try publisher.begin(name: long, id: "1")
    try draft.append("x")
    let done = try draft.finish()
    let final = try publisher.chooseName(stem: long.stem, suffix: ".answer.csv")
    #expect(try publisher.place(temporary: done.temporary, final: final).name.bytes.count == 255)
  }

  @Test func `each partner has an outbox of its own`() throws {
    let place = try Workplace()
    let publisher = Publisher(try place.mailbox("acme"))
    let draft = try finished(publisher, "x")
    #expect(try publisher.place(temporary: draft.temporary, final: name("a.csv")).path == place.folders.outbox.appending("acme/a.csv"))
  }
}
