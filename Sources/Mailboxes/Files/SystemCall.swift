import Glibc
import SystemPackage

/// Calls again after an interruption, throws what the system says.
@discardableResult
func retrying<Number: SignedInteger>(_ call: () -> Number) throws(Errno) -> Number {
  while true {
    let result = call()
    if result != -1 { return result }
    let cause = Errno(rawValue: errno)
    if cause != .interrupted { throw cause }
  }
}
