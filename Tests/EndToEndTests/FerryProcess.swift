import CProcess
import FoundationEssentials
import Glibc
import SystemPackage

/// A running program. What it writes goes to files, so that it never waits for a reader.
///
/// Started by `posix_spawn`: Foundation's `Process` changes the working folder of the whole test process for a moment, and tests run side by side.
final class FerryProcess: Sendable {
  let pid: pid_t
  private let exits: AsyncStream<Int32?>
  private let output: FilePath
  private let errors: FilePath

  init(program: FilePath, arguments: [String], folder: FilePath, environment: [String: String]) throws {
    let stem = "/tmp/ferry-process-\(UUID().uuidString)"
    let output = FilePath(stem + ".out")
    let errors = FilePath(stem + ".err")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.string, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.string, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    // Sockets of the sandboxes in this process are not the program's.
    cpr_close_from(&actions, STDERR_FILENO + 1)
    // `env` goes to the folder and becomes the program, under the same pid.
    pid = try Self.spawn(
      "/usr/bin/env", ["env", "-C", folder.string, program.string] + arguments, environment.map { "\($0.key)=\($0.value)" }, &actions)
    self.output = output
    self.errors = errors
    let (exits, ended) = AsyncStream.makeStream(of: Int32?.self)
    self.exits = exits
    Self.wait(for: pid) { exit in
      ended.yield(exit)
      ended.finish()
    }
  }

  private static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String], _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    // The tests' runner blocks signals on some of its threads; the program shall get them all.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid: pid_t = 0
    let result = posix_spawn(&pid, program, &actions, &attributes, &argv, &envp)
    guard result == 0 else { throw Errno(rawValue: result) }
    return pid
  }

  /// On a thread of its own: waiting for a program must not keep a test from running.
  private static func wait(for pid: pid_t, then report: @escaping @Sendable (Int32?) -> Void) {
    let box = Unmanaged.passRetained(Wait(pid: pid, report: report))
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let wait = Unmanaged<Wait>.fromOpaque(context).takeRetainedValue()
        var status: Int32 = 0
        while waitpid(wait.pid, &status, 0) < 0, errno == EINTR {}
        wait.report(status & 0x7F == 0 ? status >> 8 & 0xFF : nil)
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  private final class Wait: Sendable {
    let pid: pid_t
    let report: @Sendable (Int32?) -> Void

    init(pid: pid_t, report: @escaping @Sendable (Int32?) -> Void) {
      self.pid = pid
      self.report = report
    }
  }

  /// Sends a signal: `SIGKILL`, `SIGTERM`, `SIGSTOP`, …
  func signal(_ number: Int32) { kill(pid, number) }

  /// Waits for the end without holding a thread. To be asked once.
  var ending: FerryProgram.Ending {
    get async {
      var exit: Int32?
      for await code in exits { exit = code }
      defer { for file in [output, errors] { try? FileManager.default.removeItem(atPath: file.string) } }
      return FerryProgram.Ending(exit: exit, output: Self.text(output), errors: Self.text(errors))
    }
  }

  /// The same, but no longer than that: what hangs is killed.
  func ending(within limit: Duration) async -> FerryProgram.Ending {
    let watchdog = Task {
      try await Task.sleep(for: limit)
      signal(SIGKILL)
    }
    defer { watchdog.cancel() }
    return await ending
  }

  /// Runs `body` beside it; it does not outlive what `body` throws.
  func accompanying<Result>(_ body: () async throws -> Result) async throws -> Result {
    do { return try await body() } catch {
      signal(SIGKILL)
      throw error
    }
  }

  /// What it has written to standard error until now.
  var errorsSoFar: String { Self.text(errors) }

  private static func text(_ path: FilePath) -> String {
    String(decoding: FileManager.default.contents(atPath: path.string) ?? Data(), as: UTF8.self)
  }
}
