import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// A system that refuses: disks that fail to sync, descriptors that run out, calls that hang while Ferry is asked to leave.
@Suite struct SystemFaultTests {
  @Test(arguments: ["var", "inbox", "inbox/.ferry/claimed/default", "outbox", "archive/DATE", "error"])
  func `a folder that cannot be synced is told, and the next run goes on where it was`(_ name: String) async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults + "\ntime_zone: UTC") { workplace in
      let date = ISO8601DateFormatter.string(from: Date(), timeZone: .gmt, formatOptions: [.withFullDate]).replacing("-", with: "/")
      let folder = workplace.folder.pushing(FilePath(name.replacing("DATE", with: date))).string
      if name != "var" { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
      let file = Workplace.orders(["I-1", "I-2"]) + (name == "error" ? "I-3;1;P1;10.50;none\n" : "")
      try workplace.drop(file, as: "orders.csv")
      let options = ["-f", "-o", "trace", "-P", folder, "-e", "trace=fsync", "-e", "inject=fsync:error=EIO:when=1"]
      let ending = try await FerryProcess(
        program: strace, arguments: options + [try FerryProgram.path.string, "run"], folder: workplace.folder,
        environment: Workplace.environment
      ).ending
      #expect(try workplace.text("trace").contains("INJECTED"))
      #expect(ending.exit == 74, "\(ending.output)\(ending.errors)")
      #expect((ending.output + ending.errors).contains("\(folder) "), "\(ending.output)\(ending.errors)")
      #expect((ending.output + ending.errors).lowercased().contains("input/output error"))
      #expect(try await workplace.ferry("run").exit == (name == "error" ? 65 : 0))
      #expect(workplace.sandbox.server.orderCounts == ["I-1": 1, "I-2": 1])
      #expect(try workplace.statuses("orders.answer.csv").prefix(2) == ["accepted", "accepted"])
      #expect(workplace.files("outbox") == ["orders.answer.csv"])
      #expect(workplace.files("archive").count == 1)
      #expect(workplace.claimed == [] && workplace.files("inbox") == [])
    }
  }

  @Test func `an outcome that the disk does not take is never a second order`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    let gate = Gate()
    try await withWorkplace(settings: Workplace.defaults, pause: { _ in await gate.pass() }) { workplace in
      defer { gate.open() }
      workplace.sandbox.server.misbehave(FaultRule(.delay, method: "POST", path: "/orders", delay: .seconds(1)))
      try workplace.drop(Workplace.orders(["O-1", "O-2"]), as: "orders.csv")
      let run = try workplace.start("run")
      try await eventually("the order is in flight") { gate.waitingCount == 1 }
      let options = ["-f", "-o", "trace", "-p", "\(run.pid)", "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO"]
      let tracer = try FerryProcess(program: strace, arguments: options, folder: workplace.folder, environment: [:])
      try await eventually("every thread is traced") {
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(run.pid)/task")
        return threads.allSatisfy { thread in
          let status = try? String(contentsOfFile: "/proc/\(run.pid)/task/\(thread)/status", encoding: .utf8)
          return status?.contains("TracerPid:\t0\n") == false
        }
      }
      gate.open()
      let ending = await run.ending
      _ = await tracer.ending
      #expect(ending.exit == 74)
      #expect(ending.output.contains("ledger.sqlite could not be written: disk I/O error"), "\(ending.output)")
      #expect(ending.output.contains("Nothing more is sent; make room or mend the disk, then start Ferry again"))
      #expect(workplace.files("outbox") == [])
      // What failed to sync may be there after all, as long as the machine did not go down.
      let exit = try await workplace.ferry("run").exit
      let statuses = try workplace.statuses("orders.answer.csv")
      #expect(exit == 0 && statuses == ["accepted", "accepted"] || exit == 75 && statuses == ["in_doubt", "accepted"], "\(statuses)")
      #expect(workplace.sandbox.server.orderCounts == ["O-1": 1, "O-2": 1])
    }
  }

  @Test(arguments: ["openat", "read"])
  func `a file that cannot be read for a moment is tried again, whatever of it was sent`(_ call: String) async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults, erp: "order_timeout: 5s") { workplace in
      workplace.sandbox.server.misbehave(FaultRule(.status(503), method: "POST", path: "/orders", number: "U-2", times: nil))
      try workplace.drop(Workplace.orders(["U-1", "U-2"]), as: "orders.csv")
      let held = try await workplace.start(["run"], settings: ["HOLD_PATIENCE": "100ms"]).ending
      #expect(held.exit == 69, "\(held.output)\(held.errors)")
      let claimed = workplace.folder.pushing("inbox/.ferry/claimed").pushing(FilePath(try #require(workplace.claimed.first))).string
      workplace.sandbox.server.behave()
      let options = ["-f", "-o", "trace", "-P", claimed, "-e", "trace=\(call)", "-e", "inject=\(call):error=EIO:when=1"]
      let ending = try await FerryProcess(
        program: strace, arguments: options + [try FerryProgram.path.string, "run"], folder: workplace.folder,
        environment: Workplace.environment
      ).ending
      #expect(try workplace.text("trace").contains("INJECTED"))
      #expect(ending.exit == 74, "\(ending.output)\(ending.errors)")
      let what = call == "read" ? "cannot be read at byte 0: Input/output error" : "cannot be opened"
      #expect(ending.output.contains("\(claimed) \(what)"), "\(ending.output)\(ending.errors)")
      #expect(workplace.files("outbox") == [] && workplace.files("error") == [])
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("orders.answer.csv") == ["accepted", "accepted"])
      #expect(workplace.sandbox.server.orderCounts == ["U-1": 1, "U-2": 1])
    }
  }

  @Test func `with too few descriptors to start with it is told, and nothing is begun`() async throws {
    let limiter = FilePath("/usr/bin/prlimit")
    guard FileManager.default.isExecutableFile(atPath: limiter.string) else {
      print("NOT TESTED: too few descriptors; there is no \(limiter)")
      return
    }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["D-1"]), as: "orders.csv")
      for (limit, exit) in [("16", 74), ("16:4096", 0)] as [(String, Int32)] {
        let ending = try await FerryProcess(
          program: limiter, arguments: ["--nofile=\(limit)", try FerryProgram.path.string, "run"], folder: workplace.folder,
          environment: Workplace.environment
        ).ending
        #expect(ending.exit == exit, "\(ending.output)\(ending.errors)")
        guard exit == 74 else { continue }
        #expect(
          ending.errors == "ferry: the limit of open files is 16, and Ferry needs 24 at least; raise it (ulimit -n, LimitNOFILE)\n")
        #expect(workplace.files("inbox") == ["orders.csv"])
      }
      #expect(workplace.sandbox.server.orderCounts == ["D-1": 1])
    }
  }

  @Test func `where descriptors run out it is told, with the remedy, and nothing is sent twice`() async throws {
    let limiter = FilePath("/usr/bin/prlimit")
    guard FileManager.default.isExecutableFile(atPath: limiter.string) else {
      print("NOT TESTED: descriptors that run out; there is no \(limiter)")
      return
    }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      var told = ""
      let limits = Array(stride(from: 24, through: 34, by: 2))
      for limit in limits {
        try workplace.drop(Workplace.orders(["D-\(limit)"]), as: "orders-\(limit).csv")
        let ending = try await FerryProcess(
          program: limiter, arguments: ["--nofile=\(limit)", try FerryProgram.path.string, "run"], folder: workplace.folder,
          environment: Workplace.environment
        ).ending
        #expect(ending.exit.map { [0, 69, 74, 75].contains($0) } == true, "\(limit): \(ending.output)\(ending.errors)")
        told += ending.output + ending.errors
      }
      #expect(told.contains(" cannot be opened (Too many open files); raise the limit of open files (ulimit -n, LimitNOFILE)"), "\(told)")
      _ = try await workplace.ferry("run")
      #expect(workplace.sandbox.server.orderCounts.values.allSatisfy { $0 == 1 })
      let rows = try workplace.files("outbox").flatMap(workplace.rows)
      #expect(rows.map { $0[1] }.sorted() == limits.map { "D-\($0)" }.sorted())
      #expect(rows.allSatisfy { $0[3] == "in_doubt" || $0[3] == "accepted" && workplace.sandbox.server.orderCounts[$0[1]] == 1 })
      #expect(workplace.files("archive").count == limits.count)
    }
  }

  /// A second signal changes nothing: who wants it gone at once has SIGKILL, which leaves the order in doubt as well.
  @Test func `asked to leave while a call hangs, watch leaves when the call's time is over, and says what is true`() async throws {
    try await withWorkplace(settings: Workplace.defaults, erp: "order_timeout: 2s") { workplace in
      workplace.sandbox.server.misbehave(FaultRule(.hangAfterCommit, method: "POST", path: "/orders"))
      try workplace.drop(Workplace.orders(["S-1", "S-2"]), as: "orders.csv")
      let watch = try workplace.start("watch")
      try await eventually("the first order") { workplace.posts.first?.committed == true }
      for signal in [SIGTERM, SIGTERM, SIGINT] {
        watch.signal(signal)
        try await Task.sleep(for: .milliseconds(100))
      }
      let ending = await watch.ending
      #expect(ending.exit == 0, "\(ending.errors)")
      #expect(ending.output.contains("1 file still on the way"))
      let status = try await workplace.status()
      #expect(status.exit == 75)
      #expect(status.json["in_doubt"]?.text == "1")
      #expect(status.json["in_flight"]?.text == "0")
      #expect(workplace.files("outbox") == [], "the file is not at its end")
      #expect(try await workplace.ferry("run").exit == 75)
      #expect(try workplace.statuses("orders.answer.csv") == ["in_doubt", "accepted"])
      #expect(workplace.sandbox.server.orderCounts == ["S-1": 1, "S-2": 1])
    }
  }
}
