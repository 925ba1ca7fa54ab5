import Foundation
import Sandbox
import SystemPackage
import Testing

/// Folders that can be read and no longer written, as a file system that the kernel has mounted anew after an error.
@Suite(.enabled(if: SmallDisk.isAllowed, SmallDisk.words)) struct ReadOnlyTests {
  @Test(arguments: ["inbox", "outbox", "archive", "error", "var"])
  func `where a folder is read-only it is told, nothing is sent twice, and all goes on when it can be written`(_ name: String) async throws
  {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let folder = workplace.folder.appending(name)
      try await SmallDisk.mount(folder, kilobytes: 4096)
      do {
        let file = Workplace.orders(["R-1", "R-2"]) + (name == "error" ? "R-3;1;P1;10.50;none\n" : "")
        try workplace.drop(file, as: "orders.csv")
        try await SmallDisk.remount(folder, "ro")
        let sent = ["inbox", "var"].contains(name) ? [:] : ["R-1": 1, "R-2": 1]
        for _ in 1...2 {
          let ending = try await workplace.ferry("run")
          #expect(ending.exit == 74, "\(ending.output)\(ending.errors)")
          let told = (ending.output + ending.errors).split(separator: "\n").filter { $0.contains("\(folder)/") }
          #expect(!told.isEmpty, "\(ending.output)\(ending.errors)")
          #expect(told.allSatisfy { $0.contains(" cannot be used (Read-only file system); mount it so that it can be written") }, "\(told)")
          #expect(workplace.sandbox.server.orderCounts == sent)
        }
        try await SmallDisk.remount(folder, "rw")
        #expect(try await workplace.ferry("run").exit == (name == "error" ? 65 : 0))
        #expect(workplace.sandbox.server.orderCounts == ["R-1": 1, "R-2": 1])
        #expect(try workplace.statuses("orders.answer.csv").prefix(2) == ["accepted", "accepted"])
        #expect(workplace.files("archive").count == 1)
        #expect(try workplace.bytes("archive/" + (workplace.files("archive").first ?? "")) == Array(file.utf8))
        #expect(workplace.files("inbox") == [] && workplace.claimed == [])
      } catch {
        try? await SmallDisk.unmount(folder)
        throw error
      }
      try await SmallDisk.unmount(folder)
    }
  }

  @Test func `while a watch cannot go on status says why and exits 74, an alert tells it, and the day's story has its beginning and end`()
    async throws
  {
    let settings = Workplace.defaults + "\nalerts: { command: [./tell] }"
    try await withWorkplace(settings: settings) { workplace in
      try workplace.write("tell", "#!/bin/sh\ncat >> alerts.jsonl\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: workplace.folder.appending("tell").string)
      let archive = workplace.folder.appending("archive")
      try await SmallDisk.mount(archive, kilobytes: 4096)
      do {
        try await SmallDisk.remount(archive, "ro")
        let watch = try workplace.start("watch")
        try workplace.drop(Workplace.orders(["R-1"]), as: "orders.csv")
        var told = ""
        try await eventually("status tells it") {
          let ending = try await workplace.ferry("status")
          told = ending.output
          return ending.exit == 74 && told.contains("trouble since ")
        }
        #expect(told.contains(": \(archive)/"), "\(told)")
        #expect(told.contains(" cannot be used (Read-only file system); mount it so that it can be written"), "\(told)")
        try await eventually("an alert") { (try? workplace.text("alerts.jsonl").contains(#""event":"trouble""#)) ?? false }
        watch.signal(SIGTERM)
        #expect(await watch.ending.exit == 74)
        #expect(try await workplace.status().exit == 74, "what it left so stands until the next start")
        try await SmallDisk.remount(archive, "rw")
        #expect(try await workplace.ferry("run").exit == 0)
        #expect(try await workplace.status().exit == 0)
        let day = String(try #require(workplace.files("archive").first).split(separator: "/").prefix(3).joined(separator: "-"))
        let story = try await workplace.ferry("show", "--day", day).output.split(separator: "\n").map { $0.dropFirst(26) }
        let events = story.map { String($0.prefix { $0 != "," && $0 != "/" }) }
        #expect(
          events == ["started  watch", "file  default", "trouble  ", "stopped  watch", "started  run", "trouble over  ", "stopped  run"],
          "\(story)")
      } catch {
        try? await SmallDisk.unmount(archive)
        throw error
      }
      try await SmallDisk.unmount(archive)
    }
  }
}
