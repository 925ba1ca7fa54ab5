import Dispatch
import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct ScannerTests {
  private let start = ContinuousClock.now
  private let rules = ScanRules(restPeriod: .seconds(2))

  private func ready(_ report: ScanReport) -> [String] { report.ready.map(\.name.text) }

  @Test func `a file is ready when it has rested, and not a moment earlier`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    try place.drop("orders.csv")
    let first = try scanner.scan(now: start)
    #expect(ready(first) == [])
    #expect(first.resting.map(\.reason) == [.resting])
    #expect(try ready(scanner.scan(now: start + .milliseconds(1999))) == [])
    let last = try scanner.scan(now: start + .seconds(2))
    #expect(ready(last) == ["orders.csv"])
    #expect(last.oldestFirstSeen == start)
    #expect(last.waiting == 1)
  }

  @Test func `no rest period takes a file at first sight`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: ScanRules(restPeriod: .zero))
    try place.drop("orders.csv")
    #expect(try ready(scanner.scan(now: start)) == ["orders.csv"])
  }

  @Test func `a writer that dribbles is never taken early and delays no other`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    try place.drop("quick.csv")
    var content = ""
    for tick in 0..<50 {
      content += "0123456789"
      try place.drop("slow.csv", content)
      let report = try scanner.scan(now: start + .milliseconds(200 * tick))
      #expect(!ready(report).contains("slow.csv"))
      if tick >= 10 {
        #expect(ready(report) == ["quick.csv"])
        #expect(report.resting.map(\.reason) == [.growing])
        #expect(report.resting.map(\.since) == [start + .milliseconds(200 * tick)])
        #expect(report.oldestFirstSeen == start)
      }
    }
    #expect(try ready(scanner.scan(now: start + .milliseconds(49 * 200 + 2000))) == ["quick.csv", "slow.csv"])
  }

  @Test func `what the file's own clock says does not matter`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    for (name, seconds) in [("ahead.csv", time(nil) + 3600), ("old.csv", time(nil) - 315_360_000), ("zero.csv", 0)] {
      try place.setModified(place.drop(name), seconds: seconds)
    }
    #expect(try ready(scanner.scan(now: start)) == [])
    #expect(try ready(scanner.scan(now: start + .seconds(2))) == ["ahead.csv", "old.csv", "zero.csv"])
  }

  @Test func `the same size and the same mtime do not hide a change`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    try place.setModified(place.drop("orders.csv", "aaaa"), seconds: 1_000_000)
    _ = try scanner.scan(now: start)
    try place.setModified(place.drop("orders.csv", "bbbb"), seconds: 1_000_000)
    #expect(try ready(scanner.scan(now: start + .seconds(2))) == [])
    #expect(try ready(scanner.scan(now: start + .seconds(4))) == ["orders.csv"])
  }

  @Test func `a file replaced while it rests begins its rest anew`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    let path = try place.drop("orders.csv", "one")
    _ = try scanner.scan(now: start)
    try place.rename(place.drop("next", "two", into: place.root), path)
    #expect(try ready(scanner.scan(now: start + .seconds(2))) == [])
    #expect(try ready(scanner.scan(now: start + .seconds(4))) == ["orders.csv"])
  }

  @Test func `an older file dropped later is ready too, in natural order`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    try place.drop("orders-10.csv")
    _ = try scanner.scan(now: start)
    try place.setModified(place.drop("orders-2.csv"), seconds: 100)
    _ = try scanner.scan(now: start + .seconds(1))
    #expect(try ready(scanner.scan(now: start + .seconds(3))) == ["orders-2.csv", "orders-10.csv"])
  }

  @Test func `a file that goes away is forgotten and begins anew`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    let path = try place.drop("orders.csv")
    _ = try scanner.scan(now: start)
    try place.rename(path, place.root.appending("aside"))
    #expect(try scanner.scan(now: start + .seconds(1)).hasWork == false)
    try place.rename(place.root.appending("aside"), path)
    #expect(try ready(scanner.scan(now: start + .seconds(3))) == [])
    #expect(try ready(scanner.scan(now: start + .seconds(5))) == ["orders.csv"])
  }

  @Test func `temporary and hidden names are not looked at`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: ScanRules(restPeriod: .zero))
    let ignored = ["a.tmp", "a.PART", "a.partial", "a.filepart", ".a.csv", "~a.csv", "a.csv.done"]
    for name in ignored { try place.drop(name) }
    try place.drop("part")
    let report = try scanner.scan(now: start)
    #expect(ready(report) == ["part"])
    #expect(report.ignored == ignored.count)
  }

  @Test func `each partner's files are its own, in one order`() throws {
    let place = try Workplace()
    let boxes = [try place.mailbox(), try place.mailbox("acme")]
    try place.drop("orders.csv")
    try place.drop("orders.csv", into: boxes[1].inbox.path)
    try place.drop("b.csv", into: boxes[1].inbox.path)
    var scanner = Scanner(mailboxes: boxes, rules: rules, partnerRules: ["acme": ScanRules(restPeriod: .zero)])
    #expect(try scanner.scan(now: start).ready.map { "\($0.partner) \($0.name)" } == ["acme b.csv", "acme orders.csv"])
    #expect(
      try scanner.scan(now: start + .seconds(2)).ready.map { "\($0.partner) \($0.name)" } == [
        "acme b.csv", "acme orders.csv", "default orders.csv",
      ])
  }

  /// 10,000 of them with `FERRY_FULL=1`.
  @Test func `thousands of files written while scanning are each claimed once and whole`() throws {
    let place = try Workplace(inMemory: true)
    let box = try place.mailbox()
    let claims = Claims(mailboxes: [box])
    let count = getenv("FERRY_FULL") == nil ? 2_000 : 10_000
    let isWritten = Mutex(false)
    let claimed = Mutex<[String]>([])
    let inbox = place.folders.inbox
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      do {
        if worker == 0 {
          defer { isWritten.withLock { $0 = true } }
          for number in 0..<count { try write("f\(number).csv", "content \(number)", into: inbox) }
        } else {
          var scanner = Scanner(mailboxes: [box], rules: ScanRules(restPeriod: .seconds(1)))
          var tick = 0
          var isLast = false
          while true {
            tick += 1
            let report = try scanner.scan(now: start + .seconds(tick))
            for sighting in report.ready {
              let file = try #require(try claims.claim(sighting, as: "id-\(sighting.name)"))
              claimed.withLock { $0.append(file.name.text) }
            }
            if isLast, !report.hasWork { break }
            isLast = isWritten.withLock { $0 }
          }
        }
      } catch {
        Issue.record(error)
      }
    }
    #expect(claimed.withLock { $0.sorted() } == (0..<count).map { "f\($0).csv" }.sorted())
    for file in try claims.pending() { #expect(try place.content(file.path) == "content \(file.name.stem.text.dropFirst())") }
  }

  private func write(_ name: String, _ content: String, into folder: FilePath) throws {
    let temporary = folder.appending(name + ".part")
    let file = try FileDescriptor.open(temporary, .writeOnly, options: [.create], permissions: .ownerReadWrite)
    try file.closeAfter { _ = try file.writeAll(content.utf8) }
    _ = temporary.withPlatformString { old in folder.appending(name).withPlatformString { rename(old, $0) } }
  }

  @Test func `thousands of looks leave no descriptor open`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox(), try place.mailbox("acme")], rules: rules)
    try place.drop("orders.csv")
    for tick in 0..<5000 { _ = try scanner.scan(now: start + .milliseconds(tick)) }
    try place.rename(place.folders.inbox, place.root.appending("gone"))
    for tick in 5000..<6000 { #expect(throws: MailboxError.self) { try scanner.scan(now: start + .milliseconds(tick)) } }
    #expect(try place.openDescriptors() == 0)
  }
}
