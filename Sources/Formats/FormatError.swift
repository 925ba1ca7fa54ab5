/// Why a file could not be read on at all. What is wrong *inside* a readable file is never thrown:
/// see ``CSVDefect`` and ``XMLDefect``.
package struct FormatError: Error, Equatable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// The operating system refused: no permission, a directory, a broken disk. ``FormatError/errno`` says which.
    case unreadable
    /// The file is in an encoding that this reader does not read.
    case encoding
  }

  package var code: Code
  /// For people, without the place.
  package var message: String
  package var file: String
  /// 1-based, where the trouble has a line.
  package var line: Int?
  /// The cause as the operating system told it.
  package var errno: Int32?

  package init(code: Code, message: String, file: String, line: Int? = nil, errno: Int32? = nil) {
    self.code = code
    self.message = message
    self.file = file
    self.line = line
    self.errno = errno
  }

  package var description: String {
    if let line { "\(file):\(line): \(message)" } else { "\(file): \(message)" }
  }
}
