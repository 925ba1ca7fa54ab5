import Foundation
import SystemPackage

/// `ferry run`, and the most memory it had resident.
enum MeasuredRun {
  /// Of one heap a thread, as the C library takes them on a machine with many cores, each would hold its own slack.
  private static let environment = Workplace.environment.merging(["MALLOC_ARENA_MAX": "2"]) { $1 }

  /// - Returns: how it ended, and its largest resident set in bytes.
  static func of(_ workplace: Workplace) async throws -> (ending: FerryProgram.Ending, peak: Int) {
    let process = try FerryProgram.start(["run"], in: workplace.folder, environment: environment)
    let watch = Task { () -> Int in
      var peak = 0
      while let now = Self.peak(of: process.pid) {
        peak = max(peak, now)
        try? await Task.sleep(for: .milliseconds(5))
      }
      return peak
    }
    let ending = await process.ending
    return (ending, await watch.value)
  }

  /// The least peak of two runs, each in a workplace of its own: what one took by chance is not what it needs. The second only where it matters.
  static func least(below limit: Int, of run: () async throws -> Int) async throws -> Int {
    let first = try await run()
    return first < limit ? first : min(first, try await run())
  }

  /// proc_pid_status(5), `VmHWM: 41234 kB`: the highest until now, which never falls. nil: it is gone. (`ru_maxrss` of wait4(2) also holds what this
  /// process had resident when it started the other, up to the exec.)
  private static func peak(of pid: pid_t) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return nil }
    return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }
}
