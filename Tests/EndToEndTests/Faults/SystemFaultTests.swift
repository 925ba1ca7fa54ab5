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
      // Midnight may pass before the file is put away.
      let dates = [0, 86_400].map {
        ISO8601DateFormatter.string(from: Date(timeIntervalSinceNow: $0), timeZone: .gmt, formatOptions: [.withFullDate])
          .replacing("-", with: "/")
      }
      let folders = Set(dates.map { workplace.folder.pushing(FilePath(name.replacing("DATE", with: $0))).string })
      for folder in folders where name != "var" {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      let file = Workplace.orders(["I-1", "I-2"]) + (name == "error" ? "I-3;1;P1;10.50;none\n" : "")
      try workplace.drop(file, as: "orders.csv")
      let options = ["-f", "-o", "trace", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO:when=1"] + folders.flatMap { ["-P", $0] }
      let ending = try await FerryProcess(
        program: strace, arguments: options + [try FerryProgram.path.string, "run"], folder: workplace.folder,
        environment: Workplace.environment
      ).ending
      #expect(try workplace.text("trace").contains("INJECTED"))
      #expect(ending.exit == 74, "\(ending.output)\(ending.errors)")
      #expect(folders.contains { (ending.output + ending.errors).contains("\($0) ") }, "\(ending.output)\(ending.errors)")
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
      let options = ["-f", "-o", "trace", "-p", "\(run.pid)", "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO"]
      let tracer = try await run.accompanying {
        try await eventually("the order is in flight") { gate.waitingCount == 1 }
        let tracer = try FerryProcess(program: strace, arguments: options, folder: workplace.folder, environment: [:])
        try await tracer.accompanying {
          // One that is born of a thread which is not traced yet is not traced either; those of traced ones are from their birth.
          var before: Set<String>? = []
          try await eventually("every thread is traced, and there are no new ones") {
            let now = try tracedThreads(of: run.pid)
            defer { before = now }
            return now != nil && now == before
          }
        }
        return tracer
      }
      gate.open()
      let ending = await run.ending
      _ = await tracer.ending
      try #require(try workplace.text("trace").contains("INJECTED"))
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

  /// nil: one of them is not traced, or has just ended.
  private func tracedThreads(of pid: pid_t) throws -> Set<String>? {
    let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
    let areTraced = threads.allSatisfy { thread in
      let status = try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/status", encoding: .utf8)
      return status?.contains("TracerPid:\t0\n") == false
    }
    return areTraced ? Set(threads) : nil
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
      let words = " cannot be opened (Too many open files); raise the limit of open files (ulimit -n, LimitNOFILE)"
      var told = ""
      var limits: [Int] = []
      // Which of its files the last descriptor goes to depends on the machine: until one is met that is told in these words.
      for limit in Array(stride(from: 24, through: 34, by: 2)) + Array(stride(from: 25, through: 49, by: 2)) {
        if limit % 2 != 0, told.contains(words) { break }
        limits.append(limit)
        try workplace.drop(Workplace.orders(["D-\(limit)"]), as: "orders-\(limit).csv")
        let ending = try await FerryProcess(
          program: limiter, arguments: ["--nofile=\(limit)", try FerryProgram.path.string, "run"], folder: workplace.folder,
          environment: Workplace.environment
        ).ending(within: .seconds(120))
        #expect(ending.exit.map { [0, 69, 74, 75].contains($0) } == true, "\(limit): \(ending.output)\(ending.errors)")
        told += ending.output + ending.errors
      }
      #expect(told.contains(words), "\(told)")
      _ = try await workplace.ferry("run")
      #expect(workplace.sandbox.server.orderCounts.values.allSatisfy { $0 == 1 })
      let rows = try workplace.files("outbox").flatMap(workplace.rows)
      #expect(rows.map { $0[1] }.sorted() == limits.map { "D-\($0)" }.sorted())
      #expect(rows.allSatisfy { $0[3] == "in_doubt" || $0[3] == "accepted" && workplace.sandbox.server.orderCounts[$0[1]] == 1 })
      #expect(workplace.files("archive").count == limits.count)
    }
  }

  @Test(.enabled(if: SmallDisk.isAllowed, SmallDisk.words))
  func `a machine with many cores takes no more descriptors`() async throws {
    // Where the network library counts them.
    let cores = "/sys/fs/cgroup/cpuset/cpuset.cpus"
    guard FileManager.default.fileExists(atPath: cores), FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit") else {
      print("NOT TESTED: many cores; there is no \(cores), or no /usr/bin/prlimit")
      return
    }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.write("cores", "0-63\n")
      try workplace.drop(Workplace.orders(["C-1"]), as: "orders.csv")
      let script = "/bin/mount --bind cores \(cores) && exec /usr/bin/prlimit --nofile=40 \(try FerryProgram.path) run"
      let ending = try await FerryProcess(
        program: "/usr/bin/unshare", arguments: ["-m", "/bin/sh", "-c", script], folder: workplace.folder,
        environment: Workplace.environment
      ).ending(within: .seconds(120))
      #expect(ending.exit == 0, "\(ending.output)\(ending.errors)")
      #expect(workplace.sandbox.server.orderCounts == ["C-1": 1])
    }
  }

  /// A second signal changes nothing: who wants it gone at once has SIGKILL, which leaves the order in doubt as well.
  @Test func `asked to leave while a call hangs, watch leaves when the call's time is over, and says what is true`() async throws {
    try await withWorkplace(settings: Workplace.defaults, erp: "order_timeout: 5s") { workplace in
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
