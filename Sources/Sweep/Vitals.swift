import Foundation

/// Memory and descriptors of a living process, once a second.
struct Vitals: Sendable {
  struct Sample: Sendable {
    let seconds: Double
    /// In KB.
    let resident: Int
    let descriptors: Int
  }

  private(set) var samples: [Sample] = []
  /// The most it ever had, in KB.
  private(set) var peak = 0

  mutating func sample(_ pid: pid_t, at seconds: Double) {
    guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
      let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count
    else { return }
    func value(_ name: String) -> Int {
      status.split(separator: "\n").first { $0.hasPrefix(name) }?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
    samples.append(Sample(seconds: seconds, resident: value("VmRSS:"), descriptors: descriptors))
    peak = max(peak, value("VmHWM:"))
  }

  /// The second quarter of the life against its last: the first one warms up.
  var isFlat: Bool {
    guard let (early, late) = ends else { return true }
    return late.resident <= early.resident * 11 / 10 + 8 * 1024 && late.descriptors <= early.descriptors + 8
  }

  var summary: String {
    guard let (early, late) = ends else { return "too short a life for its memory to be judged" }
    return
      "memory \(early.resident / 1024) MB, then \(late.resident / 1024) MB, peak \(peak / 1024) MB; descriptors \(early.descriptors), then "
      + "\(late.descriptors); \(samples.count) samples"
  }

  private var ends: (early: (resident: Int, descriptors: Int), late: (resident: Int, descriptors: Int))? {
    let quarter = samples.count / 4
    guard quarter >= 5 else { return nil }
    return (Self.middle(samples[quarter..<(2 * quarter)]), Self.middle(samples.suffix(quarter)))
  }

  /// Medians: calls in flight come and go.
  private static func middle(_ samples: ArraySlice<Sample>) -> (resident: Int, descriptors: Int) {
    (samples.map(\.resident).sorted()[samples.count / 2], samples.map(\.descriptors).sorted()[samples.count / 2])
  }
}
