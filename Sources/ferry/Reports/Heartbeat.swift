import Glibc
import SystemPackage

/// The file that the holder writes anew while it is well.
enum Heartbeat {
  /// In seconds; nil where there is none.
  static func age(state: FilePath) -> Int? {
    var status = stat()
    guard stat(state.appending("heartbeat").string, &status) == 0 else { return nil }
    return max(0, time(nil) - status.st_mtim.tv_sec)
  }
}
