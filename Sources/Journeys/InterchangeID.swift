import FoundationEssentials
import Synchronization

/// Names of interchanges: 13 characters that sort by time, `01kahb3x7q2fm`: nine of the time in milliseconds, four by chance (Crockford's base 32).
/// Within a process each is greater than all before, so that files claimed in one millisecond never share one.
package enum InterchangeID {
  private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
  private static let last = Mutex<UInt64>(0)

  @Sendable package static func make() -> String {
    let time = UInt64(Date().timeIntervalSince1970 * 1000)
    let chance = UInt64.random(in: 0..<(1 << 20))
    var value = last.withLock { last in
      last = max(time << 20 | chance, last + 1)
      return last
    }
    var characters: [UInt8] = []
    for _ in 0..<13 {
      characters.append(digits[Int(value & 31)])
      value >>= 5
    }
    return String(decoding: characters.reversed(), as: UTF8.self)
  }
}
