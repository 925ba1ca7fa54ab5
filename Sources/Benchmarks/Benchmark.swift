import Glibc

/// `ferry-bench`: what `scripts/bench` measures with, one thing a process, so that memory and processor time are that thing's alone.
@main
enum Benchmark {
  static func main() async {
    do {
      let facts = try await run(Arguments(CommandLine.arguments.dropFirst()))
      if let facts { print(facts) }
    } catch {
      let message = Array("ferry-bench: \(error)\n".utf8)
      _ = write(STDERR_FILENO, message, message.count)
      exit(error is UsageError ? 64 : 70)
    }
  }

  private static func run(_ arguments: Arguments) async throws -> Facts? {
    var arguments = arguments
    let command = try arguments.word("command")
    switch command {
    case "generate":
      var writer = StandardOutput()
      try Generator(&arguments).write(to: &writer)
      return nil
    case "bodies":
      try BodyListing(&arguments).write()
      return nil
    case "convert": return try Conversion(&arguments).run()
    case "calls": return try await GatewayLoop(&arguments).run()
    case "orders": return try await OrderRun(&arguments).run()
    case "files": return try await SmallFiles(&arguments).run()
    case "first-call": return try await FirstCall(&arguments).run()
    default: throw UsageError("no command \(command)")
    }
  }
}
