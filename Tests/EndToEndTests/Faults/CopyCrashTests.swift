#if KillPoints
  import Foundation
  import Sandbox
  import SystemPackage
  import Testing

  /// An archive on another file system: the original is copied there, and the program is killed at each step of that.
  @Suite struct CopyCrashTests {
    @Test(arguments: ["copying", "moveNote", "copyPlacing", "originalRemoval"], ["before", "after"])
    func `killed while it copies an original away, the file is in exactly one place, and the next run puts it there`(
      _ point: String, _ moment: String
    ) async throws {
      let archive = FilePath("/dev/shm/ferry-archive-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(atPath: archive.string) }
      try FileManager.default.createDirectory(atPath: archive.string, withIntermediateDirectories: false)
      try await withWorkplace(settings: Workplace.defaults) { workplace in
        let text = Workplace.orders(["C-1"])
        try workplace.drop(text, as: "orders.csv")
        let settings = ["FOLDERS_ARCHIVE": archive.string]
        let killAt = ["KILL_AT": "\(point):\(moment):1"]
        let killed = try await workplace.start(["run"], settings: settings.merging(killAt) { $1 }).ending
        #expect(killed.exit == nil, "it was killed: \(killed.output)\(killed.errors)")

        let copies = try copies(in: archive)
        let claimed = try claims(workplace).filter { !$0.hasSuffix("/.moving") }
        let isMoved = try claims(workplace).filter { $0.hasSuffix("/.moving") }.contains { note in
          let target = try String(contentsOfFile: note, encoding: .utf8).dropLast()
          return FileManager.default.fileExists(atPath: String(target))
        }
        // What is copied and noted counts as there; its original only waits to be removed.
        #expect(copies.count + (isMoved ? 0 : claimed.count) == 1, "\(copies) \(claimed)")
        for place in copies + claimed { #expect(try String(contentsOfFile: place, encoding: .utf8) == text) }

        #expect(try await workplace.start(["run"], settings: settings).ending.exit == 0)
        #expect(try self.copies(in: archive).map { try String(contentsOfFile: $0, encoding: .utf8) } == [text])
        #expect(try claims(workplace) == [])
        #expect(workplace.files("outbox") == ["orders.answer.csv"])
        let hidden = FileManager.default.subpaths(atPath: archive.string)?.filter { $0.contains("/.") }
        #expect(hidden == [])
        #expect(workplace.sandbox.server.orderCounts == ["C-1": 1])
      }
    }

    private func copies(in archive: FilePath) throws -> [String] {
      (FileManager.default.subpaths(atPath: archive.string) ?? []).filter { $0.hasSuffix("/orders.csv") }.map { "\(archive)/\($0)" }
    }

    private func claims(_ workplace: Workplace) throws -> [String] {
      let folder = workplace.folder.string + "/inbox/.ferry/claimed"
      return (FileManager.default.subpaths(atPath: folder) ?? []).filter { $0.hasSuffix(".csv") || $0.hasSuffix("/.moving") }
        .map { folder + "/" + $0 }
    }
  }
#endif
