import Foundation
import SystemPackage
import Testing

/// What strace saw of a run.
struct SystemCallTrace {
  struct Call: Equatable {
    var name: String
    /// As strace prints it, in one piece; file descriptors with their paths.
    var text: String
    /// Where it began and ended among all that was seen.
    var begin: Int
    var end: Int
  }

  struct Step {
    var what: String
    var names: [String]
    var pieces: [String]
    /// No call like it may come before.
    var isFirst: Bool
    /// The call of the step before may have done this as well.
    var joins = false

    init(_ what: String, _ name: String, _ pieces: [String], isFirst: Bool = false) {
      self.init(what, [name], pieces, isFirst: isFirst)
    }

    init(_ what: String, _ names: [String], _ pieces: [String], isFirst: Bool = false, joins: Bool = false) {
      (self.what, self.names, self.pieces, self.isFirst, self.joins) = (what, names, pieces, isFirst, joins)
    }

    func matches(_ call: Call) -> Bool { names.contains(call.name) && pieces.allSatisfy(call.text.contains) }
  }

  static let sending = ["write", "writev", "sendto", "sendmsg"]
  static let receiving = ["read", "readv", "recvfrom", "recvmsg"]
  private static let keeping = [
    "fsync", "fdatasync", "pwrite64", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "unlink", "unlinkat",
  ]

  let exit: Int32?
  private let calls: [Call]

  /// nil, and a line that says so: this machine cannot trace.
  static func program() async throws -> FilePath? {
    let places = ["/usr/bin/strace", "/bin/strace", "/usr/local/bin/strace"]
    guard let path = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      print("NOT TESTED: strace is not installed; what is durable when was not looked at")
      return nil
    }
    let trial = try FerryProcess(
      program: FilePath(path), arguments: ["-o", "/dev/null", "true"], folder: "/tmp", environment: ["PATH": "/usr/bin:/bin"])
    guard await trial.ending.exit == 0 else {
      print("NOT TESTED: \(path) may not trace here (ptrace); what is durable when was not looked at")
      return nil
    }
    return FilePath(path)
  }

  static func of(_ arguments: [String], with strace: FilePath, in workplace: Workplace) async throws -> SystemCallTrace {
    let file = workplace.folder.appending("trace")
    let traced = (sending + receiving + keeping).joined(separator: ",")
    let options = ["-f", "-y", "-s", "5000", "-e", "trace=\(traced)", "-e", "signal=none", "-o", file.string, try FerryProgram.path.string]
    let process = try FerryProcess(
      program: strace, arguments: options + arguments, folder: workplace.folder, environment: Workplace.environment)
    let ending = await process.ending
    return SystemCallTrace(exit: ending.exit, try workplace.text("trace"))
  }

  /// `17394 fdatasync(8</…/ledger.sqlite-wal>) = 0`; a call that another thread interrupts stands in two lines.
  init(exit: Int32?, _ text: String) {
    self.exit = exit
    var calls: [Call] = []
    var open: [Substring: Int] = [:]
    for (number, line) in text.split(separator: "\n").enumerated() {
      guard let blank = line.firstIndex(of: " ") else { continue }
      let thread = line[..<blank]
      var rest = line[blank...].drop { $0 == " " }
      if rest.hasPrefix("<... ") {
        guard let place = open.removeValue(forKey: thread), let arrow = rest.range(of: "resumed>") else { continue }
        calls[place].text += rest[arrow.upperBound...]
        calls[place].end = number
        continue
      }
      guard let bracket = rest.firstIndex(of: "(") else { continue }
      let name = String(rest[..<bracket])
      let isOpen = rest.hasSuffix(" <unfinished ...>")
      if isOpen {
        open[thread] = calls.count
        rest = rest.dropLast(" <unfinished ...>".count)
      }
      calls.append(Call(name: name, text: String(rest), begin: number, end: isOpen ? Int.max : number))
    }
    self.calls = calls
  }

  func calls(_ isWanted: (Call) -> Bool) -> [Call] { calls.filter(isWanted) }

  /// Each step begins after the one before has ended.
  func expectInOrder(_ steps: [Step]) throws {
    var last: Call?
    var story: [String] = []
    for step in steps {
      let found = calls.first { step.matches($0) && ($0.begin > last?.end ?? -1 || step.joins && $0 == last) }
      story.append("\(step.what): \(found.map(Self.shortened) ?? "NOT FOUND after the step before")")
      guard let found else {
        Issue.record(
          "\(story.joined(separator: "\n"))\n\nall of them:\n\(calls.filter { !$0.text.contains("eventfd") }.map(Self.shortened).joined(separator: "\n"))"
        )
        return
      }
      if step.isFirst, let earlier = calls.first(where: step.matches), earlier != found {
        Issue.record("\(step.what) too early: \(Self.shortened(earlier))\n\(story.joined(separator: "\n"))")
      }
      last = found
    }
    if ProcessInfo.processInfo.environment["FERRY_SHOW_TRACE"] == "1" { print(story.joined(separator: "\n")) }
  }

  private static func shortened(_ call: Call) -> String {
    call.text.count > 200 ? "\(call.text.prefix(160)) … \(call.text.suffix(40))" : call.text
  }
}
