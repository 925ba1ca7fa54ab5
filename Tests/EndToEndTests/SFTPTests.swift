import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// An inbox that is really mounted by SFTP: no notifications, no inodes to trust, times in seconds, and a mount that goes away.
@Suite(.serialized) struct SFTPTests {
  /// The inbox is the mount itself, the outbox another one.
  private static let folders = """
    rest_period: 1s
    folders: { inbox: mount-in, outbox: mount-out, error: error, archive: archive, state: var }

    """

  private func withMounts(_ body: (Workplace, SFTPServer) async throws -> Void) async throws {
    let settings = Workplace.defaults + "\n"
    try await withWorkplace(settings: settings) { workplace in
      for name in ["mount-in", "mount-out", "in", "out", "empty"] {
        try FileManager.default.createDirectory(atPath: workplace.folder.appending(name).string, withIntermediateDirectories: false)
      }
      let text = try workplace.text("ferry.yaml").replacing("rest_period: 50ms\n", with: Self.folders)
      try workplace.write("ferry.yaml", text)
      guard let server = try await SFTPServer.start(in: workplace.folder) else { return }
      do {
        try await server.mount("in", at: workplace.folder.appending("mount-in"))
        try await server.mount("out", at: workplace.folder.appending("mount-out"))
        try await body(workplace, server)
        await server.stop()
      } catch {
        await server.stop()
        throw error
      }
    }
  }

  private func append(_ text: String, to name: String, _ workplace: Workplace) throws {
    let path = workplace.folder.pushing(FilePath(name)).string
    if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  private func archived(_ workplace: Workplace) -> [String] {
    workplace.files("archive").compactMap { FilePath($0).lastComponent?.string }.sorted()
  }

  @Test func `uploads of every manner are taken whole, and never early`() async throws {
    try await withMounts { workplace, server in
      let local = workplace.folder
      try workplace.write("direct.csv", Workplace.orders(["S-1"]))
      try workplace.write("renamed.csv", Workplace.orders(["S-2"]))
      let watch = try workplace.start("watch")
      let put = try await server.sftp(
        """
        put \(local)/direct.csv \(local)/in/orders-direct.csv
        put \(local)/renamed.csv \(local)/in/orders-renamed.csv.filepart
        rename \(local)/in/orders-renamed.csv.filepart \(local)/in/orders-renamed.csv
        put \(local)/renamed.csv \(local)/in/orders-aborted.csv.part

        """)
      #expect(put.exit == 0, "\(put.errors)")
      // An upload that breaks off in the middle, and one that takes its time.
      try append(
        "<orders xmlns=\"urn:ferry:1\">\n<order><orderNumber>S-9</orderNumber><items><item>", to: "in/orders-broken.xml", workplace)
      let slow = Workplace.orders((10...39).map { "S-\($0)" })
      for line in slow.split(separator: "\n") {
        try append(line + "\n", to: "in/orders-slow.csv", workplace)
        #expect(!workplace.sandbox.server.record.contains { $0.orderNumber?.hasPrefix("S-1") == true && $0.orderNumber != "S-1" })
        try await Task.sleep(for: .milliseconds(60))
      }
      try await eventually("four answers") {
        workplace.files("out").count == 4 && workplace.files("archive").count == 3
      }
      watch.signal(SIGTERM)
      #expect(await watch.ending.exit == 0)
      #expect(archived(workplace) == ["orders-direct.csv", "orders-renamed.csv", "orders-slow.csv"])
      for name in workplace.files("archive") where name.hasSuffix("slow.csv") { #expect(try workplace.text("archive/" + name) == slow) }
      #expect(try workplace.text("error/orders-broken.xml.report.txt").contains("it looks incomplete"))
      #expect(workplace.files("in") == ["orders-aborted.csv.part"], "left to whoever uploads it")
      #expect(workplace.sandbox.server.orderCounts.count == 32)
      #expect(workplace.sandbox.server.orderCounts.values.allSatisfy { $0 == 1 })
    }
  }

  @Test func `the same file twice in a day, with its archive on the same mount, is two originals and two answers`() async throws {
    try await withMounts { workplace, _ in
      let text = try workplace.text("ferry.yaml")
      try workplace.write("ferry.yaml", text.replacing("archive: archive", with: "archive: mount-in/kept"))
      try FileManager.default.createDirectory(
        atPath: workplace.folder.pushing("mount-in/kept").string, withIntermediateDirectories: false)
      for count in 1...2 {
        try workplace.write("in/availability.csv", "line;part_number;quantity\n1;P1;1\n")
        let ending = try await workplace.ferry("run")
        #expect(ending.exit == 0, "\(ending.output) \(ending.errors)")
        #expect(workplace.files("in/kept").count == count)
        #expect(workplace.files("out").count == count)
      }
      #expect(workplace.claimed == [])
    }
  }

  @Test func `a mount that is gone at the start ends the run with 74, and its empty mount point stays empty`() async throws {
    try await withMounts { workplace, server in
      try workplace.write("in/orders-1.csv", Workplace.orders(["M-1"]))
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.files("out") == ["orders-1.answer.csv"])
      for place in ["mount-in", "mount-out"] {
        try workplace.write("in/orders-2.csv", Workplace.orders(["M-2"]))
        try await server.unmount(workplace.folder.appending(place))
        let decoy = "\(place)/orders-decoy.csv"
        try workplace.write(decoy, Workplace.orders(["DECOY"]))
        let message = "\(workplace.folder)/\(place) was on a file system of its own before and is not now; mount it again, or remove"
        for command in ["run", "watch", "check", "status"] {
          let ending = try await workplace.ferry(command)
          #expect(ending.exit == 74, "\(command)")
          #expect((ending.output + ending.errors).contains(message), "\(command) \(ending.output) \(ending.errors)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: workplace.folder.appending(place).string) == ["orders-decoy.csv"])
        try FileManager.default.removeItem(atPath: workplace.folder.pushing(FilePath(decoy)).string)
        try await server.mount(place == "mount-in" ? "in" : "out", at: workplace.folder.appending(place))
      }
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.sandbox.server.orderCounts == ["M-1": 1, "M-2": 1])
      #expect(workplace.files("out") == ["orders-1.answer.csv", "orders-2.answer.csv"])
    }
  }

  @Test func `a mount that dies under a watch and comes back, empty at first, loses and repeats nothing`() async throws {
    try await withMounts { workplace, server in
      let inbox = workplace.folder.appending("mount-in")
      let watch = try workplace.start("watch")
      try workplace.write("in/orders-1.csv", Workplace.orders(["W-1"]))
      try await eventually("the first file is at its end") {
        guard workplace.files("out") == ["orders-1.answer.csv"] else { return false }
        return try await workplace.status().json["on_the_way"] == .object([])
      }
      // sshfs is killed: the mount fails at every look.
      try workplace.write("in/orders-2.csv", Workplace.orders(["W-2"]))
      server.breakOff(inbox)
      var status = try await workplace.ferry("status")
      #expect(status.exit == 74)
      #expect(status.output.contains("trouble: \(inbox) "), "\(status.output)")
      // Somebody takes it away: an empty folder, and something in it that nobody shall take.
      try await server.unmount(inbox)
      try workplace.write("mount-in/orders-decoy.csv", Workplace.orders(["DECOY"]))
      status = try await workplace.ferry("status")
      #expect(status.exit == 74)
      #expect(status.output.contains("was on a file system of its own before and is not now"))
      try await Task.sleep(for: .milliseconds(1500))
      #expect(try FileManager.default.contentsOfDirectory(atPath: inbox.string) == ["orders-decoy.csv"])
      try FileManager.default.removeItem(atPath: inbox.appending("orders-decoy.csv").string)
      // It comes back, first empty, then with its files.
      try await server.mount("empty", at: inbox)
      try await eventually("the trouble is over") { try await workplace.ferry("status").exit == 0 }
      try await server.unmount(inbox)
      try await server.mount("in", at: inbox)
      try await eventually("the second answer") { workplace.files("out").count == 2 && workplace.files("archive").count == 2 }
      // The server hangs up: sshfs goes, and takes its mount with it.
      try server.hangUp()
      try workplace.write("in/orders-3.csv", Workplace.orders(["W-3"]))
      for (name, place) in [("out", "mount-out"), ("in", "mount-in")] {
        try await server.unmount(workplace.folder.appending(place))
        try await server.mount(name, at: workplace.folder.appending(place))
      }
      try await eventually("the third answer") { workplace.files("out").count == 3 && workplace.files("archive").count == 3 }
      watch.signal(SIGTERM)
      let ending = await watch.ending
      #expect(ending.exit == 74, "it says that there was trouble")
      #expect(ending.errors.contains("inbox cannot be looked at"))
      #expect(workplace.sandbox.server.orderCounts == ["W-1": 1, "W-2": 1, "W-3": 1])
      #expect(workplace.files("in") == [])
      // A file whose last step met the dead mount is tried again after 30 s, or by the next start.
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try await workplace.ferry("status").exit == 0)
      #expect(workplace.sandbox.server.orderCounts == ["W-1": 1, "W-2": 1, "W-3": 1])
    }
  }

  @Test func `a mount that dies while an order is on its way costs no order and no answer`() async throws {
    try await withMounts { workplace, server in
      workplace.sandbox.server.misbehave(FaultRule(.delay, method: "POST", path: "/orders", delay: .seconds(1)))
      try workplace.write("in/orders.csv", Workplace.orders(["F-1", "F-2"]))
      let run = try workplace.start("run")
      try await eventually("the first order") { !workplace.posts.isEmpty }
      for place in ["mount-in", "mount-out"] { server.breakOff(workplace.folder.appending(place)) }
      let ending = await run.ending
      #expect(ending.exit == 74, "\(ending.output) \(ending.errors)")
      for (name, place) in [("in", "mount-in"), ("out", "mount-out")] {
        try await server.unmount(workplace.folder.appending(place))
        #expect(try FileManager.default.contentsOfDirectory(atPath: workplace.folder.appending(place).string) == [])
        try await server.mount(name, at: workplace.folder.appending(place))
      }
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.sandbox.server.orderCounts == ["F-1": 1, "F-2": 1])
      let answer = try workplace.text("out/orders.answer.csv")
      #expect(answer.components(separatedBy: ";accepted;").count == 3, "\(answer)")
      #expect(archived(workplace) == ["orders.csv"])
      #expect(try await workplace.ferry("status").exit == 0)
    }
  }
}
