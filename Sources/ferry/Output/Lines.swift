import Glibc

/// Text to standard output or error, without a buffer in between: whole lines stay whole, and a broken pipe is no crash.
struct Lines: Sendable {
  private let descriptor: Int32

  static let out = Lines(descriptor: STDOUT_FILENO)
  static let error = Lines(descriptor: STDERR_FILENO)

  init(descriptor: Int32) { self.descriptor = descriptor }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  func line(_ text: String) { write(Array((text + "\n").utf8)) }

  /// What cannot be written is lost: there is nobody to tell.
  func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          return
        }
        rest = rest.dropFirst(count)
      }
    }
  }
}
