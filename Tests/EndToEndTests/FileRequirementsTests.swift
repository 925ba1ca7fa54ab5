import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// Requirements on files that speak of the whole program. What takes long is scaled; `FERRY_FULL=1` asks for the full size.
@Suite(.serialized) struct FileRequirementsTests {
  private static let isFull = ProcessInfo.processInfo.environment["FERRY_FULL"] == "1"

  /// Appends to a file until it is cancelled: never whole, never at rest.
  private func dribble(into path: FilePath) async throws {
    try Data(Workplace.ordersHeader.utf8).write(to: URL(filePath: path.string))
    let file = try FileHandle(forWritingTo: URL(filePath: path.string))
    defer { try? file.close() }
    for number in 1... {
      if Task.isCancelled { return }
      try file.seekToEnd()
      try file.write(contentsOf: Data("D-\(number);1;P;1.00;1\n".utf8))
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test func `a file that never ends is told as growing, is never taken, and delays no other`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.write("ferry.yaml", try workplace.text("ferry.yaml").replacing("rest_period: 50ms", with: "rest_period: 5s"))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await dribble(into: workplace.folder.pushing("inbox/orders-1.csv")) }
        try await eventually("the writer") { workplace.files("inbox") == ["orders-1.csv"] }
        let watch = try workplace.start("watch")
        try workplace.drop(Workplace.orders(["G-1"]), as: "orders-2.csv")
        try await eventually("the other's answer") { workplace.files("outbox") == ["orders-2.answer.csv"] }
        // It looks twice, a moment apart, in which a busy disk may keep the writer waiting.
        var status = ""
        try await eventually("told as growing") {
          status = try await workplace.ferry("status").output
          return status.contains("  default/orders-1.csv: waiting: still growing\n")
        }
        #expect(status.contains("1 file in the inbox, the oldest from "), "\(status)")
        watch.signal(SIGTERM)
        #expect(await watch.ending.exit == 0)
        group.cancelAll()
      }
      #expect(workplace.files("inbox") == ["orders-1.csv"])
      #expect(workplace.sandbox.server.orderCounts == ["G-1": 1])
      let heartbeat = try workplace.text("var/heartbeat")
      #expect(heartbeat.contains(" waiting="), "\(heartbeat)")
      #expect(try await workplace.ferry("status").output.contains("last activity 20"))
    }
  }

  @Test func `one name again and again is an original and an answer each time`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.write(
        "ferry.yaml",
        try workplace.text("ferry.yaml").replacing("rest_period: 50ms", with: "rest_period: 0s").replacing(
          "poll_interval: 50ms", with: "poll_interval: 5ms"))
      let watch = try workplace.start("watch")
      let count = Self.isFull ? 100 : 30
      for number in 1...count {
        try workplace.drop(Workplace.orders(["H-\(number)"]), as: "orders.csv")
        try await eventually("file \(number) is taken") { workplace.files("inbox").isEmpty }
      }
      try await eventually("the archive") { workplace.files("archive").count == count && workplace.files("outbox").count == count }
      watch.signal(SIGTERM)
      #expect(await watch.ending.exit == 0)
      let originals = try workplace.files("archive").map { try workplace.text("archive/" + $0) }
      #expect(Set(originals) == Set((1...count).map { Workplace.orders(["H-\($0)"]) }), "each byte for byte, none overwritten")
      let answered = try workplace.files("outbox").flatMap { try workplace.rows($0).map { $0[1] } }
      #expect(Set(answered).count == count)
      #expect(workplace.sandbox.server.orderCounts.count == count)
    }
  }

  @Test func `of many waiting files the first call does not wait for the look at all of them`() async throws {
    let count = Self.isFull ? 100_000 : 2_000
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let inbox = workplace.folder.appending("inbox").string
      try workplace.drop(Workplace.orders(["N-1"]), as: "orders-1.csv")
      for number in 2...count { write(inbox, number) }
      let begin = ContinuousClock.now
      let watch = try workplace.start("watch")
      try await eventually("the first call") { !workplace.posts.isEmpty }
      let first = begin.duration(to: .now)
      let waiting = workplace.files("inbox").count
      print("\(count) files waiting: first call after \(first), rest period of 50 ms included")
      #expect(["N-1", "N-2", "N-3", "N-4"].contains(workplace.posts.first?.orderNumber))
      #expect(waiting > count / 2, "it is made while most of them have not been taken")
      if Self.isFull { #expect(first < .seconds(2)) }
      watch.signal(SIGKILL)
      _ = await watch.ending
    }
  }

  private func write(_ inbox: String, _ number: Int) {
    _ = FileManager.default.createFile(atPath: "\(inbox)/orders-\(number).csv", contents: Data(Workplace.orders(["N-\(number)"]).utf8))
  }

  /// Documents of 64 KB each, so that a large file is not as many calls.
  private func largeFile(_ workplace: Workplace, megabytes: Int, as name: String) throws {
    let path = workplace.folder.appending("inbox").appending("." + name).string
    _ = FileManager.default.createFile(
      atPath: path, contents: Data("order_number;line;part_number;net_price;quantity;order_comment\n".utf8))
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.seekToEnd()
    let comment = String(repeating: "x", count: 64_000)
    for number in 1...megabytes * 1000 / 64 { try file.write(contentsOf: Data("L-\(number);1;P1;10.50;3;\(comment)\n".utf8)) }
    try file.close()
    try FileManager.default.moveItem(atPath: path, toPath: workplace.folder.appending("inbox").appending(name).string)
  }

  @Test func `a large file takes no more memory than a small one`() async throws {
    let megabytes = Self.isFull ? 2_000 : 64
    let allowed = 16 << 20
    let small = try await peak(ofFileOf: 2)
    let large = try await MeasuredRun.least(below: small + allowed) { try await peak(ofFileOf: megabytes) }
    print("run: \(small >> 20) MB resident for a file of 2 MB, \(large >> 20) MB for one of \(megabytes) MB")
    #expect(large - small < allowed)
  }

  private func peak(ofFileOf megabytes: Int) async throws -> Int {
    try await withWorkplace(settings: Workplace.defaults, keepsBodies: false) { workplace in
      try largeFile(workplace, megabytes: megabytes, as: "orders.csv")
      let (ending, peak) = try await MeasuredRun.of(workplace)
      #expect(ending.exit == 0, "\(ending.errors.suffix(500))")
      #expect(try Set(workplace.statuses("orders.answer.csv")) == ["accepted"])
      return peak
    }
  }

  @Test func `no notification is needed: every file is found by looking`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let trace = workplace.folder.appending("trace.notify")
      let watch = try FerryProcess(
        program: strace,
        arguments: ["-f", "-e", "trace=inotify_init1,inotify_init,fanotify_init", "-e", "inject=inotify_init1:error=EMFILE"]
          + ["-e", "signal=none", "-o", trace.string, try FerryProgram.path.string, "watch"], folder: workplace.folder,
        environment: Workplace.environment)
      for number in 1...3 {
        try workplace.drop(Workplace.orders(["P-\(number)"]), as: "orders-\(number).csv")
        try await eventually("answer \(number)") { workplace.files("outbox").count == number }
      }
      // strace waits for what it traces.
      let pid = try #require(try await workplace.status().json["holder"]?["pid"]?.text.flatMap { pid_t($0) })
      kill(pid, SIGTERM)
      _ = await watch.ending
      let calls = try workplace.text("trace.notify")
      #expect(calls.contains("EMFILE") && !calls.contains("fanotify_init"), "there was none")
    }
  }

  @Test func `no input is ever deleted: the program removes nothing but its own temporary names`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["K-1"]), as: "orders-good.csv")
      try workplace.drop(Workplace.orders(["K-2"]) + "K-3;1;P;abc;1\n", as: "orders-part.csv")
      try workplace.drop("nothing", as: "letters.txt")
      try workplace.drop("", as: "orders-empty.csv")
      try workplace.drop("x", as: "upload.csv.part")
      let trace = workplace.folder.appending("trace.unlink")
      let traced = "trace=unlink,unlinkat,rmdir,truncate,ftruncate"
      let ending = try await FerryProcess(
        program: strace,
        arguments: ["-f", "-y", "-e", traced, "-e", "signal=none", "-o", trace.string, try FerryProgram.path.string, "run"],
        folder: workplace.folder, environment: Workplace.environment
      ).ending
      #expect(ending.exit == 65)
      let removed = try workplace.text("trace.unlink").split(separator: "\n").filter { !$0.contains("ENOENT") && $0.contains("(") }
      #expect(!removed.isEmpty)
      for call in removed {
        let isOurs = ["/.ferry/claimed/", "\".ferry.", "/spool/", "/var/", "<\(workplace.folder)/var>", "/tmp/"].contains {
          call.contains($0)
        }
        #expect(isOurs, "\(call)")
        for name in ["orders-good.csv\"", "orders-part.csv\"", "letters.txt\"", "orders-empty.csv\"", "upload.csv.part\""] {
          #expect(!call.contains(name), "\(call)")
        }
      }
      #expect(workplace.files("inbox") == ["upload.csv.part"])
      #expect(workplace.files("archive").count + workplace.files("error").filter { $0 == "letters.txt" }.count == 4)
    }
  }

  @Test func `hostile XML is refused in flat memory, opens no file and no connection, and the next file goes through`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.write("elsewhere.txt", "SECRET-OF-ELSEWHERE")
      let other = workplace.folder.appending("elsewhere.txt").string
      let laughs = (1...9).map { "<!ENTITY l\($0) '" + String(repeating: "&l\($0 - 1);", count: 10) + "'>" }.joined()
      let attacks: [(String, String)] = [
        (
          "xxe",
          "<!DOCTYPE orders [<!ENTITY x SYSTEM 'file://\(other)'>]><orders xmlns='urn:ferry:1'><order><orderNumber>&x;</orderNumber></order></orders>"
        ),
        ("http", "<!DOCTYPE orders SYSTEM 'http://127.0.0.1:9/x.dtd'><orders xmlns='urn:ferry:1'><order/></orders>"),
        ("parameter", "<!DOCTYPE orders [<!ENTITY % x SYSTEM '\(other)'>%x;]><orders xmlns='urn:ferry:1'/>"),
        (
          "include",
          "<orders xmlns='urn:ferry:1' xmlns:i='http://www.w3.org/2001/XInclude'><order><orderNumber><i:include href='\(other)'/></orderNumber></order></orders>"
        ),
        (
          "laughs",
          "<!DOCTYPE orders [<!ENTITY l0 'lol'>\(laughs)]><orders xmlns='urn:ferry:1'><order><orderNumber>&l9;</orderNumber></order></orders>"
        ),
        ("nested", "<orders xmlns='urn:ferry:1'>" + String(repeating: "<order>", count: 1_000_000)),
        ("attribute", "<orders xmlns='urn:ferry:1' a='" + String(repeating: "x", count: 100_000_000) + "'/>"),
      ]
      for (name, text) in attacks { try workplace.drop(text, as: "orders-\(name).xml") }
      try workplace.drop(Workplace.orders(["G-1"]), as: "orders-zz.csv")
      let begin = ContinuousClock.now
      let (ending, peak) = try await MeasuredRun.of(workplace)
      print("7 hostile XML files, 108 MB: \(begin.duration(to: .now)), \(peak >> 20) MB resident")
      #expect(ending.exit == 65)
      #expect(peak < 120 << 20, "\(peak >> 20) MB")
      #expect(workplace.sandbox.server.record.map(\.orderNumber) == ["G-1"])
      #expect(try workplace.statuses("orders-zz.answer.csv") == ["accepted"])
      for (name, _) in attacks { #expect(workplace.files("error").contains("orders-\(name).xml"), "\(name)") }
      for file in workplace.files("outbox") { #expect(try !workplace.text("outbox/" + file).contains("SECRET-OF-ELSEWHERE")) }

      // Again, watched: what is opened, and who is called.
      for (name, text) in attacks.prefix(5) { try workplace.drop(text, as: "orders-\(name)-2.xml") }
      let trace = workplace.folder.appending("trace.open")
      _ = try await FerryProcess(
        program: strace,
        arguments: [
          "-f", "-e", "trace=open,openat,connect,execve", "-e", "signal=none", "-o", trace.string, try FerryProgram.path.string, "run",
        ],
        folder: workplace.folder, environment: Workplace.environment
      ).ending
      let calls = try workplace.text("trace.open")
      #expect(calls.contains("orders-xxe-2.xml"))
      #expect(!calls.contains("elsewhere.txt"))
      #expect(!calls.contains("x.dtd"))
      #expect(!calls.contains("connect(") || !calls.contains("sin_port=htons(9)"))
    }
  }
}
