import Foundation
import Glibc
import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct LookingTests {
  /// A million with `FERRY_FULL=1`.
  @Test func `looks without end take neither descriptors nor memory`() async {
    // In a process of its own, whose memory is only its own.
    await #expect(processExitsWith: .success) {
      try useOneHeap()
      let count = ProcessInfo.processInfo.environment["FERRY_FULL"] == "1" ? 1_000_000 : 20_000
      let start = ContinuousClock.now
      let place = try Workplace(inMemory: true)
      var scanner = Scanner(mailboxes: [try place.mailbox(), try place.mailbox("acme")], rules: ScanRules(restPeriod: .seconds(1_000_000)))
      for name in ["orders.csv", "a.csv.part", "b.csv.done"] { try place.drop(name) }
      // After a tenth of them, and in the middle of the rest: what grows without end does so in both halves.
      var before: [Int] = []
      for look in 0..<count {
        // Files come and go all the time.
        if look % 100 == 0 { try place.rename(place.drop("come-\(look)"), place.root.appending("gone")) }
        _ = try scanner.scan(now: start + .milliseconds(look))
        if look == count / 10 || look == count / 20 * 11 { before.append(try resident()) }
      }
      #expect(try place.openDescriptors() == 0)
      let growth = [before[1] - before[0], try resident() - before[1]]
      #expect(min(growth[0], growth[1]) < 1 << 20, "\(growth)")
    }
  }
}

/// What the heaps of other threads take besides is not the looks'. `mallopt(M_ARENA_MAX, 1)`, which Swift does not see.
private func useOneHeap() throws {
  typealias SetOption = @convention(c) (Int32, Int32) -> Int32
  let setOption = unsafeBitCast(try #require(dlsym(nil, "mallopt")), to: SetOption.self)
  try #require(setOption(-8, 1) == 1)
}

/// Of this process, in bytes: statm of proc(5), pages of 4 KiB.
private func resident() throws -> Int {
  let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
  return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 12
}
