import Foundation
import SystemPackage

/// `ferry run`, and the most memory it had resident.
enum MeasuredRun {
  /// - Returns: how it ended, and its largest resident set in bytes.
  static func of(_ workplace: Workplace) async throws -> (ending: FerryProgram.Ending, peak: Int) {
    let process = try workplace.start("run")
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

  /// proc_pid_status(5), `VmHWM: 41234 kB`; nil: it is gone.
  private static func peak(of pid: pid_t) -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return nil }
    return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }
}
