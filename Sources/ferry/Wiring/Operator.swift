import Glibc

/// Who gave a command, for the journal.
enum Operator {
  /// `$SUDO_USER`, where root was asked for by somebody; else the name of the process's user.
  static func name(environment: [String: String]) -> String {
    if geteuid() == 0, let user = environment["SUDO_USER"], !user.isEmpty { return PlainText.line(user) }
    guard let entry = getpwuid(getuid()) else { return "uid \(getuid())" }
    return String(cString: entry.pointee.pw_name)
  }
}
