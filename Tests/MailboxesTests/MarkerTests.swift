import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct MarkerTests {
  private let start = ContinuousClock.now
  private let rules = ScanRules(restPeriod: .seconds(30))

  private func ready(_ report: ScanReport) -> [String] { report.ready.map(\.name.text) }

  @Test(arguments: ["orders.csv.done", "orders.csv.ok", "orders.csv.sem", "orders.done", "orders.OK"])
  func `a marker makes a file ready at once and goes with the claim`(marker: String) throws {
    let place = try Workplace()
    let box = try place.mailbox()
    var scanner = Scanner(mailboxes: [box], rules: rules)
    try place.drop("orders.csv")
    try place.drop(marker)
    let report = try scanner.scan(now: start)
    #expect(ready(report) == ["orders.csv"])
    #expect(report.ready.first?.marker?.text == marker)
    _ = try Claims(mailboxes: [box]).claim(try #require(report.ready.first), as: "1")
    #expect(try place.names(place.folders.inbox) == [".ferry"])
  }

  @Test func `a required marker is waited for, however long the file rests`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: ScanRules(restPeriod: .seconds(2), markerRequired: ".go"))
    try place.drop("orders.csv")
    try place.drop("orders.csv.done")
    #expect(try ready(scanner.scan(now: start)) == [])
    let report = try scanner.scan(now: start + .seconds(3600))
    #expect(ready(report) == [])
    #expect(report.resting.map(\.reason) == [.markerMissing(suffix: ".go")])
    try place.drop("orders.csv.go")
    #expect(try ready(scanner.scan(now: start + .seconds(3601))) == ["orders.csv"])
  }

  @Test func `a marker left over from an earlier file proves nothing`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    try place.drop("orders.csv.done")
    _ = try scanner.scan(now: start)
    try place.drop("orders.csv", "half")
    // One tick of the kernel's clock may stamp both alike; the file's own change moves it on.
    repeat {
      try place.drop("orders.csv", "half")
    } while try OpenFolder(place.folders.inbox).stamp(of: #require(FileName("orders.csv")))?.changed
      == OpenFolder(place.folders.inbox).stamp(of: #require(FileName("orders.csv.done")))?.changed
    #expect(try ready(scanner.scan(now: start + .seconds(1))) == [])
    #expect(try ready(scanner.scan(now: start + .seconds(31))) == ["orders.csv"])
  }

  @Test(arguments: [nil, ".done"])
  func `a marker that is older than its file proves nothing at the first look either`(required: String?) throws {
    let place = try Workplace()
    let box = try place.mailbox()
    var rules = rules
    rules.markerRequired = required
    var scanner = Scanner(mailboxes: [box], rules: rules)
    let marker = try stamp(place.drop("orders.csv.done"), place)
    while try stamp(place.drop("orders.csv", "half"), place).changed == marker.changed {}
    #expect(try ready(scanner.scan(now: start)) == [])
    let rested = try scanner.scan(now: start + .seconds(31))
    #expect(ready(rested) == (required == nil ? ["orders.csv"] : []))
    if let sighting = rested.ready.first {
      _ = try Claims(mailboxes: [box]).claim(sighting, as: "1")
      #expect(try place.names(place.folders.inbox) == [".ferry"], "it goes with the file all the same")
    } else {
      try place.drop("orders.csv.done")
      #expect(try ready(scanner.scan(now: start + .seconds(32))) == ["orders.csv"])
    }
  }

  @Test func `a start takes away the markers of files that are claimed, and no younger ones`() throws {
    let place = try Workplace()
    let (box, acme) = (try place.mailbox(), try place.mailbox("acme"))
    let claims = Claims(mailboxes: [box, acme], rules: ["acme": ScanRules(markerRequired: ".go")])
    for name in ["orders-1.csv.done", "orders-1.OK", "orders-2.csv.done"] { try place.drop(name) }
    try place.drop("orders-1.csv.go", into: acme.inbox.path)
    try place.drop("orders-1.csv.txt", into: acme.inbox.path)
    let claimed = [try place.claimed("orders-1.csv", in: box, id: "1"), try place.claimed("orders-1.csv", in: acme, id: "2")]
    let folder = try OpenFolder(claimed[0].path.removingLastComponent()).stamp()
    while try stamp(place.drop("orders-1.csv.sem"), place).changed <= max(folder.born, folder.changed) {}
    // Killed between the claim and the removal.
    try place.drop("orders-1.csv", "the next one")
    try claims.removeMarkers(of: claimed)
    #expect(try place.names(place.folders.inbox) == [".ferry", "acme", "orders-1.csv", "orders-1.csv.sem", "orders-2.csv.done"])
    #expect(try place.names(acme.inbox.path) == ["orders-1.csv.txt"])
  }

  private func stamp(_ path: FilePath, _ place: Workplace) throws -> FileStamp {
    let name = try #require(path.lastComponent.flatMap { FileName($0.string) })
    return try #require(try OpenFolder(path.removingLastComponent()).stamp(of: name))
  }

  @Test(arguments: ["orders.csv.part", "orders.tmp", ".orders.csv.Xa8f", "orders.csv.filepart"])
  func `a file renamed from a temporary name is ready at once`(temporary: String) throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    let path = try place.drop(temporary)
    #expect(try ready(scanner.scan(now: start)) == [])
    try place.rename(path, place.folders.inbox.appending("orders.csv"))
    #expect(try ready(scanner.scan(now: start + .seconds(1))) == ["orders.csv"])
    try place.drop("orders.csv", "written again")
    #expect(try ready(scanner.scan(now: start + .seconds(2))) == [])
  }

  @Test func `an inode used again for another file is no rename`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    let path = try place.drop("orders.csv.part")
    _ = try scanner.scan(now: start)
    try OpenFolder(place.folders.inbox).remove(#require(FileName("orders.csv.part")))
    #expect(!place.exists(path))
    try place.drop("orders.csv")
    #expect(try ready(scanner.scan(now: start + .seconds(1))) == [])
  }

  @Test func `a file moved in from elsewhere rests`() throws {
    let place = try Workplace()
    var scanner = Scanner(mailboxes: [try place.mailbox()], rules: rules)
    let path = try place.drop("staged.csv", into: place.root)
    try place.setModified(path, seconds: 1000)
    try place.rename(path, place.folders.inbox.appending("orders.csv"))
    #expect(try ready(scanner.scan(now: start)) == [])
    #expect(try ready(scanner.scan(now: start + .seconds(30))) == ["orders.csv"])
  }
}
