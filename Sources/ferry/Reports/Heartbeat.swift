import Glibc
import SystemPackage

/// The file that the holder writes anew while it is well.
enum Heartbeat {
  /// In seconds; nil where there is none. One of the future was written before the clock was set back, and is no sign of life either.
  static func age(state: FilePath) -> Int? {
    var status = stat()
    guard stat(state.appending("heartbeat").string, &status) == 0 else { return nil }
    return abs(time(nil) - status.st_mtim.tv_sec)
  }
}
