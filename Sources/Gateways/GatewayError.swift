/// Why a gateway cannot be made: something in its settings. What happens to a call is never an error but an `Outcome`.
package struct GatewayError: Error, CustomStringConvertible {
  package enum Code: String, Sendable, Hashable {
    /// `base_url` is no address a request can go to.
    case address
    /// Plain http to a host that is not this machine.
    case plainHTTP
    /// A key or token of the wrong length or form.
    case key
    /// A claim that the gateway sets itself, or a life time too short.
    case claims
    /// The file of certificates cannot be read.
    case certificates
    /// A duration or number out of range.
    case range
  }

  package let code: Code
  /// Names the setting, what was found, and what is expected. Holds no secrets.
  package let message: String
  package let cause: (any Error)?
  package let file: String
  package let line: Int

  init(_ code: Code, _ message: String, cause: (any Error)? = nil, file: String = #fileID, line: Int = #line) {
    self.code = code
    self.message = message
    self.cause = cause
    self.file = file
    self.line = line
  }

  package var description: String { message }
}
