import Glibc

/// How many files and connections the process may have open at once.
enum OpenFiles {
  /// Without any file or connection of its own a start takes nearly as many; with fewer the network library ends the process.
  private static let fewest: rlim_t = 24

  /// Takes what the system allows, instead of what it gives at first.
  /// - Throws: `CommandError`, folder trouble, where that is too few.
  static func prepare() throws {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    guard limit.rlim_max >= fewest else {
      throw CommandError(
        .trouble, "the limit of open files is \(limit.rlim_max), and Ferry needs \(fewest) at least; raise it (ulimit -n, LimitNOFILE)")
    }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
