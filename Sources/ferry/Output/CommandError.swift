/// Why a command ends early: what to say, and how it ends.
struct CommandError: Error, Sendable, CustomStringConvertible {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }

  var description: String { message }
}
