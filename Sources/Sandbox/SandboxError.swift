/// Why the stand-in did not start.
package struct SandboxError: Error, CustomStringConvertible {
  package enum Code: String, Sendable {
    case notLoopback, badSettings, badCredentials, badRule, notListening
  }

  package var code: Code
  package var message: String
  package var file: String
  package var line: Int
  package var cause: (any Error)?

  init(_ code: Code, _ message: String, cause: (any Error)? = nil, file: String = #fileID, line: Int = #line) {
    self.code = code
    self.message = message
    self.cause = cause
    self.file = file
    self.line = line
  }

  package var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
