import CProcess
import FoundationEssentials
import Glibc
import Journeys

/// A program that gets each alert on its standard input. No shell, none of Ferry's descriptors, and of its environment only what names no secret.
struct AlertCommand: AlertChannel {
  private static let kept = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ"]
  /// A pipe takes that much without a reader.
  private static let largest = 65_536

  static let channelName = "command"
  let name = AlertCommand.channelName
  let timeout: Duration
  private let words: [String]

  init(_ words: [String], timeout: Duration) {
    self.words = words
    self.timeout = timeout
  }

  /// What is wrong with the program; nil: it can be started.
  var problem: String? {
    guard let program else { return "alerts.command: there is no program \(words.first ?? "") in PATH; give its path" }
    var status = stat()
    guard stat(program, &status) == 0 else { return "alerts.command: there is no \(program); correct the path" }
    guard status.st_mode & S_IFMT == S_IFREG, access(program, X_OK) == 0 else {
      return "alerts.command: \(program) cannot be executed; make it executable for Ferry's account"
    }
    return nil
  }

  func deliver(_ alert: [UInt8]) async -> String? {
    guard let program else { return problem }
    let child: pid_t
    do throws(CommandError) { child = try start(program, with: alert) } catch { return error.message }
    return await wait(for: child)
  }

  /// The path; nil where a bare name is nowhere in PATH.
  private var program: String? {
    guard let word = words.first, !word.isEmpty else { return nil }
    if word.contains("/") { return word }
    let folders = (Surroundings.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(word)" }.first { access($0, X_OK) == 0 }
  }

  private func start(_ program: String, with alert: [UInt8]) throws(CommandError) -> pid_t {
    var ends: [Int32] = [-1, -1]
    guard alert.count < Self.largest, pipe(&ends) == 0 else {
      throw CommandError(.trouble, "alerts.command: no pipe could be made: \(String(cString: strerror(errno)))")
    }
    defer { close(ends[0]) }
    let written = alert.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
    close(ends[1])
    guard written == alert.count else { throw CommandError(.trouble, "alerts.command: the alert could not be written into a pipe") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    // A child that stays would keep the lock.
    cpr_close_from(&actions, STDERR_FILENO + 1)
    return try spawn(program, &actions)
  }

  /// In a process group of its own, with no signal blocked or ignored.
  private func spawn(_ program: String, _ actions: inout posix_spawn_file_actions_t) throws(CommandError) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let environment = Surroundings.environment.filter { Self.kept.contains($0.key) || $0.key.hasPrefix("LC_") }
    var argv = words.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var child: pid_t = 0
    let result = posix_spawn(&child, program, &actions, &attributes, &argv, &envp)
    guard result == 0 else {
      throw CommandError(.trouble, "alerts.command: \(program) could not be started: \(String(cString: strerror(result)))")
    }
    return child
  }

  /// Looks now and then, since a wait would keep a thread.
  private func wait(for child: pid_t) async -> String? {
    let deadline = ContinuousClock.now + timeout
    var status: Int32 = 0
    while true {
      let found = waitpid(child, &status, WNOHANG)
      if found == child { return verdict(status) }
      if found < 0, errno != EINTR { return "alerts.command: it got lost" }
      if Task.isCancelled || .now >= deadline { break }
      try? await Task.sleep(for: .milliseconds(20))
    }
    kill(-child, SIGKILL)
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return "alerts.command did not end in time; alerts.timeout sets the limit"
  }

  private func verdict(_ status: Int32) -> String? {
    let signal = status & 0x7F
    guard signal == 0 else { return "alerts.command was ended by signal \(signal)" }
    let code = status >> 8 & 0xFF
    return code == 0 ? nil : "alerts.command ended with exit code \(code)"
  }
}
