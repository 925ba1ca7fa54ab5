import KillPoints
package import SystemPackage

/// A file being written under a temporary name, in the folder where it shall appear. Dropped without ``finish()`` it stays as a temporary file
/// until ``Publisher/sweep(keeping:)``.
package struct Draft: ~Copyable {
  /// `.ferry.<id>.<name>.tmp`, in the folder of the final name.
  package let temporary: FileName
  package var path: FilePath { file.path }
  package private(set) var size = 0
  private let file: OpenFile
  private let mode: FilePermissions
  private var buffer: [UInt8] = []

  private static let capacity = 64 * 1024
  private static let prefix = Array(".ferry.".utf8)
  private static let suffix = Array(".tmp".utf8)

  /// What a crash left under the same temporary name is begun anew.
  init(_ name: FileName, id: String, in folder: borrowing OpenFolder, mode: FilePermissions) throws(MailboxError) {
    let temporary = try Self.temporary(for: name, id: FileName(folder: id, as: "id", in: folder.path))
    KillPoint.before(.draft)
    let file = try folder.newFile(temporary)
    KillPoint.after(.draft)
    self.init(temporary, file, mode)
  }

  private init(_ temporary: FileName, _ file: consuming OpenFile, _ mode: FilePermissions) {
    self.temporary = temporary
    self.file = file
    self.mode = mode
  }

  package mutating func append(_ bytes: some Sequence<UInt8>) throws(MailboxError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.capacity { try flush() }
  }

  package mutating func append(_ text: String) throws(MailboxError) {
    try append(text.utf8)
  }

  private mutating func flush() throws(MailboxError) {
    KillPoint.before(.draftPiece)
    try file.write(buffer)
    KillPoint.after(.draftPiece)
    size += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  /// Every byte is durable, the mode is set; only the final name is missing.
  package consuming func finish() throws(MailboxError) -> FinishedDraft {
    try flush()
    try file.setMode(mode.rawValue)
    KillPoint.before(.draftSync)
    try file.sync()
    KillPoint.after(.draftSync)
    return FinishedDraft(temporary: temporary, path: path, size: size)
  }

  static func temporary(for name: FileName, id: FileName) -> FileName {
    let start = prefix + id.bytes + [UInt8(ascii: ".")]
    let room = FileName.longest - start.count - suffix.count
    return FileName(listed: Array((start + name.bytes.prefix(max(0, room))).prefix(FileName.longest - suffix.count)) + suffix)
  }

  /// An empty file beside the temporary one, made with it, that stays until the answer is settled. Where both are gone, somebody has cleared Ferry's
  /// hidden files away; where only the temporary one is gone, it has got its final name.
  static func witness(of temporary: FileName) -> FileName {
    let tail = Array(".kept".utf8) + suffix
    return FileName(listed: temporary.bytes.dropLast(suffix.count).prefix(FileName.longest - tail.count) + tail)
  }

  static func isTemporary(_ name: FileName) -> Bool {
    name.bytes.starts(with: prefix) && name.bytes.suffix(suffix.count).elementsEqual(suffix)
  }
}
