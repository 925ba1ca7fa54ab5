import ArgumentParser
import Glibc

/// `ferry`: its commands, in the order in which somebody new meets them.
@main
struct Ferry: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "ferry",
    abstract: "Carries order, return and availability files to an ERP facade and brings back one answer for each.",
    discussion: """
      First steps:
        ferry init              settings and folders, in this folder
        ferry sandbox           a stand-in ERP facade, in another terminal
        ferry check             is everything there?
        ferry describe orders   what a file of orders looks like
        ferry run               takes what is in inbox/, answers land in outbox/

      Exit codes: 0 all done and accepted, 64 usage, 65 something in the input was refused, 69 a target is held and work waits, or \
      another run or watch has the lock, 70 a fault in Ferry, 74 folder or ledger trouble, 75 something is in doubt or unconfirmed, \
      78 settings wrong. The most serious wins: 70, 78, 74, 75, 69, 65.
      """,
    version: version,
    subcommands: [
      Init.self, Check.self, Run.self, Watch.self, Convert.self, Status.self, Show.self, Resolve.self, Replay.self, SequenceCommand.self,
      Prune.self,
      Describe.self,
      ProfileCommand.self,
      SandboxCommand.self,
    ])
}
