import Foundation
import Sandbox
import SystemPackage
import Testing

/// Disks that are full, and mounts that go away and come back.
@Suite(.enabled(if: SmallDisk.isAllowed, SmallDisk.words)) struct DiskTests {
  struct Full: Sendable, CustomTestStringConvertible {
    let folder: String
    let file: String
    let text: String
    /// In the message of the run: one of these lists, all of it.
    let words: [[String]]
    var kilobytes = 400
    var testDescription: String { "\(folder), \(file)" }
  }

  private static let numbers = (1...200).map { "F-\($0)" }
  private static let orders = Workplace.orders(numbers)
  private static let search = "line;part_number;quantity\n" + (1...6000).map { "\($0);P\($0);2\n" }.joined()

  private static let fullLedger = [
    "var/ledger.sqlite could not be written: database or disk is full (SQLite 13). Nothing more is sent; make room"
  ]
  private static let fullSpool = ["/var/spool/", "No space left on device; look at the disk of the state folder"]

  private static func full(_ folder: String) -> [[String]] {
    [["no space left for", "/\(folder)/", "free some space, and it is tried again"]]
  }

  static let disks = [
    Full(folder: "var", file: "orders.csv", text: orders, words: [fullLedger, fullSpool]),
    Full(folder: "var", file: "availability.csv", text: search, words: [fullLedger, fullSpool], kilobytes: 480),
    Full(folder: "outbox", file: "orders.csv", text: orders, words: full("outbox")),
    Full(folder: "archive", file: "orders.csv", text: orders, words: full("archive")),
    Full(folder: "inbox", file: "orders.csv", text: orders, words: full("inbox")),
  ]

  @Test(arguments: disks)
  func `a disk that is full loses nothing and sends nothing twice, and all goes on when there is room`(_ full: Full) async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let disk = workplace.folder.appending(full.folder)
      try await SmallDisk.mount(disk, kilobytes: full.kilobytes)
      do {
        try workplace.drop(full.text, as: full.file)
        if full.folder != "var" { try SmallDisk.fill(disk) }
        let ending = try await workplace.ferry("run")
        #expect(ending.exit == 74, "\(ending.output)\(ending.errors)")
        #expect(full.words.contains { $0.allSatisfy((ending.output + ending.errors).contains) }, "\(ending.output)\(ending.errors)")
        #expect(workplace.files("outbox") == (["archive", "inbox"].contains(full.folder) ? ["orders.answer.csv"] : []))
        try? FileManager.default.removeItem(atPath: disk.appending(".fill").string)
        try await SmallDisk.grow(disk)
        let second = try await workplace.ferry("run")
        #expect(workplace.sandbox.server.orderCounts.values.allSatisfy { $0 == 1 })
        let answers = workplace.files("outbox")
        #expect(answers == [full.file.replacing(".csv", with: ".answer.csv")])
        let rows = try workplace.rows(full.file.replacing(".csv", with: ".answer.csv"))
        // Which of its writes met the full disk of the ledger is the disk's affair.
        let isInDoubt = rows.contains { $0[3] == "in_doubt" }
        #expect(second.exit == (isInDoubt ? 75 : 0), "\(second.output)\(second.errors)")
        #expect(!isInDoubt || full.folder == "var" && full.file == "orders.csv")
        if full.file == "orders.csv" {
          #expect(rows.map { $0[1] } == Self.numbers)
          #expect(rows.allSatisfy { $0[3] == "accepted" ? workplace.sandbox.server.orderCounts[$0[1]] == 1 : $0[3] == "in_doubt" })
        }
        #expect(workplace.files("archive").count == 1)
        #expect(try workplace.bytes("archive/" + (workplace.files("archive").first ?? "")) == Array(full.text.utf8))
        #expect(workplace.files("inbox") == [])
        #expect(workplace.claimed == [])
      } catch {
        try await SmallDisk.unmount(disk)
        throw error
      }
      try await SmallDisk.unmount(disk)
    }
  }

  @Test func `an inbox whose mount goes away is not an empty inbox, and its files are taken when it is back`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let real = workplace.folder.appending("real")
      let inbox = workplace.folder.appending("inbox")
      try FileManager.default.createDirectory(atPath: real.string, withIntermediateDirectories: true)
      try await SmallDisk.mount(real, kilobytes: 4096)
      try await SmallDisk.bind(real, at: inbox)
      let watch = try workplace.start("watch")
      do {
        try workplace.drop(Workplace.orders(["M-1"]), as: "orders-1.csv")
        try await eventually("the first answer") { workplace.files("outbox") == ["orders-1.answer.csv"] }
        try await eventually("the first file in the archive") { workplace.files("archive").count == 1 }
        try await SmallDisk.unmount(inbox)
        try await eventually("the watch misses its inbox") { watch.errorsSoFar.contains("is on another file system than at the start") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: inbox.string) == [], "nothing is made in the empty mount point")
        try await SmallDisk.bind(real, at: inbox)
        try workplace.drop(Workplace.orders(["M-2"]), as: "orders-2.csv")
        try await eventually("the second answer") { workplace.files("outbox").count == 2 }
        watch.signal(SIGTERM)
        let ending = await watch.ending
        #expect(ending.exit == 74)
        #expect(ending.output.contains("\(inbox) is on another file system than at the start; mount it again"))
        #expect(workplace.sandbox.server.orderCounts == ["M-1": 1, "M-2": 1])
      } catch {
        watch.signal(SIGKILL)
        try? await SmallDisk.unmount(inbox)
        try? await SmallDisk.unmount(real)
        throw error
      }
      try await SmallDisk.unmount(inbox)
      try await SmallDisk.unmount(real)
    }
  }

  @Test func `a mount that is missing at the start is missed though its mount point lies on a third file system`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let data = workplace.folder.appending("data")
      let outbox = data.appending("outbox")
      try FileManager.default.createDirectory(atPath: data.string, withIntermediateDirectories: true)
      try await SmallDisk.mount(data, kilobytes: 4096)
      do {
        try FileManager.default.createDirectory(atPath: outbox.string, withIntermediateDirectories: true)
        try await SmallDisk.mount(outbox, kilobytes: 4096)
        let settings = ["FOLDERS_OUTBOX": outbox.string]
        try workplace.drop(Workplace.orders(["M-1"]), as: "orders-1.csv")
        #expect(try await workplace.start(["run"], settings: settings).ending.exit == 0)
        try await SmallDisk.unmount(outbox)
        try workplace.drop(Workplace.orders(["M-2"]), as: "orders-2.csv")
        let ending = try await workplace.start(["run"], settings: settings).ending
        #expect(ending.exit == 74)
        #expect(
          ending.errors.contains("\(outbox) was on a file system of its own before and is not now; mount it again"), "\(ending.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: outbox.string) == [])
        #expect(workplace.files("inbox") == ["orders-2.csv"])
      } catch {
        try? await SmallDisk.unmount(outbox)
        try? await SmallDisk.unmount(data)
        throw error
      }
      try await SmallDisk.unmount(data)
    }
  }

  @Test(arguments: ["outbox", "archive", "error"])
  func `nothing is put into the empty place of a folder whose mount went away under a run`(_ name: String) async throws {
    let gate = Gate()
    try await withWorkplace(settings: Workplace.defaults, pause: { _ in await gate.pass() }) { workplace in
      defer { gate.open() }
      let real = workplace.folder.appending("real")
      let place = workplace.folder.appending(name)
      try FileManager.default.createDirectory(atPath: real.string, withIntermediateDirectories: true)
      try await SmallDisk.mount(real, kilobytes: 4096)
      try await SmallDisk.bind(real, at: place)
      workplace.sandbox.server.misbehave(FaultRule(.delay, method: "POST", path: "/orders", number: "M-1", delay: .seconds(1)))
      // So that the error folder has its part.
      workplace.sandbox.server.misbehave(FaultRule(.status(422), method: "POST", path: "/orders", number: "M-2"))
      try workplace.drop(Workplace.orders(["M-1", "M-2"]), as: "orders.csv")
      let run = try workplace.start("run")
      do {
        try await eventually("the order is in flight") { gate.waitingCount == 1 }
        try await SmallDisk.unmount(place)
        gate.open()
        let ending = await run.ending
        #expect(ending.exit == 74, "\(ending.output)\(ending.errors)")
        #expect(ending.output.contains("\(place) is on another file system than at the start; mount it again"), "\(ending.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.string) == [])
        try await SmallDisk.bind(real, at: place)
        #expect(try await workplace.ferry("run").exit == 65)
        #expect(try workplace.statuses("orders.answer.csv") == ["accepted", "refused"])
        #expect(workplace.files("archive").count == 1)
        #expect(workplace.files("error").contains("orders.refused.csv"))
        #expect(workplace.sandbox.server.orderCounts == ["M-1": 1])
      } catch {
        run.signal(SIGKILL)
        try? await SmallDisk.unmount(place)
        try? await SmallDisk.unmount(real)
        throw error
      }
      try await SmallDisk.unmount(place)
      try await SmallDisk.unmount(real)
    }
  }
}
