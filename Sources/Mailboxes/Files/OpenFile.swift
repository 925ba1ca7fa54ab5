import CFileSystem
import Glibc
import SystemPackage

/// A file held open; closed when it goes out of scope.
struct OpenFile: ~Copyable {
  static let chunk = 256 * 1024

  let path: FilePath
  private let descriptor: Int32
  private let keepsInodes: Bool

  init(_ path: FilePath, _ descriptor: Int32, keepsInodes: Bool) {
    self.path = path
    self.descriptor = descriptor
    self.keepsInodes = keepsInodes
  }

  deinit { close(descriptor) }

  func stamp() throws(MailboxError) -> FileStamp {
    var found = cfs_stamp()
    do { try retrying { cfs_stamp_at(descriptor, "", &found) } } catch { throw MailboxError(error, path) }
    return FileStamp(found, keepsInodes: keepsInodes)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(MailboxError) {
    var rest = bytes
    while !rest.isEmpty {
      do {
        let count = try retrying { Glibc.write(descriptor, rest.baseAddress, rest.count) }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } catch {
        throw MailboxError(error, path)
      }
    }
  }

  func write(_ bytes: [UInt8]) throws(MailboxError) {
    try bytes.span.withUnsafeBytes { buffer throws(MailboxError) in try write(buffer) }
  }

  /// Zero at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MailboxError) -> Int {
    do { return try retrying { Glibc.read(descriptor, buffer.baseAddress, buffer.count) } } catch { throw MailboxError(error, path) }
  }

  /// Small files only; `limit` bytes at most.
  func readAll(limit: Int) throws(MailboxError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let filled = count
      var span = bytes.mutableSpan
      let more = try span.withUnsafeMutableBytes { buffer throws(MailboxError) in
        try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      }
      if more == 0 { break }
      count += more
    }
    return Array(bytes[..<count])
  }

  func copy(to target: borrowing OpenFile) throws(MailboxError) {
    var bytes = [UInt8](repeating: 0, count: Self.chunk)
    while true {
      var span = bytes.mutableSpan
      let count = try span.withUnsafeMutableBytes { buffer throws(MailboxError) in try read(into: buffer) }
      if count == 0 { return }
      try bytes.span.withUnsafeBytes { buffer throws(MailboxError) in
        try target.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
    }
  }

  func hasSameBytes(as other: borrowing OpenFile) throws(MailboxError) -> Bool {
    if try stamp().size != other.stamp().size { return false }
    while true {
      let mine = try readAll(limit: Self.chunk)
      if mine != (try other.readAll(limit: Self.chunk)) { return false }
      if mine.isEmpty { return true }
    }
  }

  func empty() throws(MailboxError) {
    do { try retrying { ftruncate(descriptor, 0) } } catch { throw MailboxError(error, path) }
  }

  func setMode(_ mode: mode_t) throws(MailboxError) {
    do { try retrying { fchmod(descriptor, mode) } } catch { throw MailboxError(error, path) }
  }

  func sync() throws(MailboxError) {
    do { try retrying { fsync(descriptor) } } catch { throw MailboxError(error, path) }
  }

  /// Whether this process now has the only lock on the file, without waiting for it.
  func lockAlone() throws(MailboxError) -> Bool {
    do {
      try retrying { flock(descriptor, LOCK_EX | LOCK_NB) }
      return true
    } catch .wouldBlock {
      return false
    } catch {
      throw MailboxError(error, path)
    }
  }
}
