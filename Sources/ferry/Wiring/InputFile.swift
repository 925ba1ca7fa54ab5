import SystemPackage

/// A file that a command was given by its path: before anything is said of its name it has to be there.
enum InputFile {
  /// Returns: at most `count` of its first bytes.
  @discardableResult
  static func open(_ path: String, count: Int = 0) throws(CommandError) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
      return try file.closeAfter {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
          if count > 0 { read = try file.read(into: UnsafeMutableRawBufferPointer(buffer)) }
        }
      }
    } catch {
      let reason = (error as? Errno).map { "\($0)" } ?? "\(error)"
      throw CommandError(
        .usage,
        (error as? Errno) == .noSuchFileOrDirectory
          ? "the file \(path) is not there; give its path from where you are" : "the file \(path) cannot be read: \(reason)")
    }
  }
}
