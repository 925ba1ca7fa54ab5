import Glibc

/// The bytes of one file, in order and once. Not for several threads.
package final class ByteSource {
  /// Sees every byte exactly once, in order, in pieces of any size, so that a file is hashed in the pass that reads it.
  package var onBytes: ((UnsafeRawBufferPointer) -> Void)?
  /// As it shall stand in messages.
  package let name: String
  /// How many bytes have been handed out.
  package private(set) var offset = 0

  private enum Origin {
    case descriptor(Int32, owned: Bool)
    case bytes([UInt8])
  }
  private let origin: Origin

  /// Opens a regular file for reading. Links are followed.
  package init(path: String, name: String? = nil) throws(FormatError) {
    self.name = name ?? path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(self.name, "cannot be opened", errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let cause = errno
      close(descriptor)
      throw Self.unreadable(self.name, "cannot be opened", cause)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw Self.unreadable(self.name, "cannot be read", EISDIR)
    }
    origin = .descriptor(descriptor, owned: true)
  }

  /// Reads from a descriptor that stays the caller's; it has to stay open as long as this source is used.
  package init(borrowing descriptor: Int32, name: String) {
    self.name = name
    origin = .descriptor(descriptor, owned: false)
  }

  package init(bytes: [UInt8], name: String = "bytes") {
    self.name = name
    origin = .bytes(bytes)
  }

  deinit {
    if case .descriptor(let descriptor, owned: true) = origin { close(descriptor) }
  }

  /// Fills some or all of `buffer`, which must not be empty. Returns the number of bytes, 0 at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    guard let start = buffer.baseAddress else { return 0 }
    let count: Int
    switch origin {
    case .bytes(let bytes):
      count = min(buffer.count, bytes.count - offset)
      buffer.copyBytes(from: bytes[offset..<offset + count])
    case .descriptor(let descriptor, _):
      var result = Glibc.read(descriptor, start, buffer.count)
      while result < 0 && errno == EINTR { result = Glibc.read(descriptor, start, buffer.count) }
      guard result >= 0 else { throw Self.unreadable(name, "cannot be read at byte \(offset)", errno) }
      count = result
    }
    offset += count
    if count > 0, let onBytes { onBytes(UnsafeRawBufferPointer(start: start, count: count)) }
    return count
  }

  /// Fills all of `buffer`, except at the end of the file.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Reads to the end for the sake of ``onBytes``.
  package func drain() throws(FormatError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }
    while try read(into: buffer) > 0 {}
  }

  private static func unreadable(_ name: String, _ what: String, _ cause: Int32) -> FormatError {
    FormatError(code: .unreadable, message: "\(what): \(String(cString: strerror(cause)))", file: name, errno: cause)
  }
}
