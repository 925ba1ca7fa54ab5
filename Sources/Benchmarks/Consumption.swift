import FoundationEssentials
import Glibc

/// Time, processor time and memory since it was begun, of this process and nobody else.
struct Consumption {
  private let began = ContinuousClock.now
  private let usage = Self.usage()
  /// In KB, of the program before it did anything.
  private let footprint = Self.resident()

  /// `seconds`, `cpu_seconds` (user and system), `footprint_mb` before the work and `resident_mb` at the highest (VmHWM).
  func write(to facts: inout Facts) {
    let end = Self.usage()
    facts.add("seconds", seconds)
    facts.add("user_seconds", end.user - usage.user)
    facts.add("system_seconds", end.system - usage.system)
    facts.add("footprint_mb", Double(footprint) / 1024)
    facts.add("resident_mb", Double(Self.resident()) / 1024)
  }

  var seconds: Double { began.duration(to: .now) / .seconds(1) }

  var processorSeconds: Double {
    let end = Self.usage()
    return end.user + end.system - usage.user - usage.system
  }

  private static func usage() -> (user: Double, system: Double) {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return (seconds(usage.ru_utime), seconds(usage.ru_stime))
  }

  /// VmHWM in KB; `ru_maxrss` would be that of the shell that started this.
  private static func resident() -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
      return Int(line.split(whereSeparator: { " \t".contains($0) })[1]) ?? 0
    }
    return 0
  }
}
