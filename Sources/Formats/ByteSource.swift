import Glibc

/// The bytes of one file, in order and once, as UTF-8 whatever the file is in. Not for several threads.
package final class ByteSource {
  /// Sees every byte of the file exactly once, in order, as it is there, in pieces of any size, so that a file is hashed in the pass
  /// that reads it.
  package var onBytes: ((UnsafeRawBufferPointer) -> Void)?
  /// As it shall stand in messages.
  package let name: String
  /// How many bytes of the file have been read.
  package private(set) var offset = 0
  /// `nil` for UTF-8, whose bytes go straight to the reader.
  private var stage: DecodingStage?

  private enum Origin {
    case descriptor(Int32, owned: Bool)
    case bytes([UInt8])
  }
  private let origin: Origin

  /// Opens a regular file for reading. Links are followed.
  ///
  /// `encoding` is as somebody declared it; a byte order mark in the file counts more. With `nil` the bytes are handed out as they are, which
  /// is right for UTF-8 and for XML, and a ``CSVReader`` still recognises UTF-16 by its byte order mark.
  package init(path: String, name: String? = nil, encoding: TextEncoding? = nil) throws(FormatError) {
    self.name = name ?? path
    stage = Self.stage(encoding, name ?? path)
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
  package init(borrowing descriptor: Int32, name: String, encoding: TextEncoding? = nil) {
    self.name = name
    stage = Self.stage(encoding, name)
    origin = .descriptor(descriptor, owned: false)
  }

  package init(bytes: [UInt8], name: String = "bytes", encoding: TextEncoding? = nil) {
    self.name = name
    stage = Self.stage(encoding, name)
    origin = .bytes(bytes)
  }

  deinit {
    if case .descriptor(let descriptor, owned: true) = origin { close(descriptor) }
  }

  /// What the bytes are decoded from: as declared, and as its byte order mark says once the file has been read from.
  package var encoding: TextEncoding { stage?.encoding ?? .utf8 }

  /// The encoding that is known only after the source was made; before the first byte is read.
  package func declare(_ encoding: TextEncoding) {
    if offset == 0 { stage = Self.stage(encoding, name) }
  }

  /// Fills some or all of `buffer`, which must not be empty. Returns the number of bytes, 0 at the end of the file.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
    if stage == nil { return try readRaw(into: buffer) }
    return try stage?.read(into: buffer) { (room) throws(FormatError) in try readRaw(into: room) } ?? 0
  }

  /// The file's own bytes, for who knows how to decode them: not to be mixed with ``read(into:)``.
  func readRaw(into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) -> Int {
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

  /// Fills all of `buffer`, except at the end of the file; `decoding: false` with the file's own bytes.
  func fill(_ buffer: UnsafeMutableRawBufferPointer, decoding: Bool = true) throws(FormatError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = decoding ? try read(into: rest) : try readRaw(into: rest)
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  var isDecoding: Bool { stage != nil }

  /// Takes back what has been handed out so far, the file's beginning, and hands it and what follows out decoded.
  func decode(_ encoding: TextEncoding, from unread: UnsafeRawBufferPointer) {
    stage = DecodingStage(encoding, name: name, unread: unread)
  }

  /// Place in the file of the character that begins `rest`, which must be the last bytes handed out.
  func rawOffset(before rest: UnsafeBufferPointer<UInt8>) -> Int { stage?.rawOffset(before: rest) ?? offset - rest.count }

  /// Reads to the end for the sake of ``onBytes``.
  package func drain() throws(FormatError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }
    while try read(into: buffer) > 0 {}
  }

  private static func stage(_ encoding: TextEncoding?, _ name: String) -> DecodingStage? {
    guard let encoding, encoding != .utf8 else { return nil }
    return DecodingStage(encoding, name: name)
  }

  static func unreadable(_ name: String, _ what: String, _ cause: Int32) -> FormatError {
    FormatError(code: .unreadable, message: "\(what): \(String(cString: strerror(cause)))", file: name, errno: cause)
  }
}
