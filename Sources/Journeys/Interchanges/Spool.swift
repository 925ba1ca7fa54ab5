import FoundationEssentials
import SystemPackage

/// `spool/` in the state folder: what a journey has to keep beside the ledger until it is done. Emptied with each interchange.
struct SpoolFolder: Sendable {
  let path: FilePath

  /// Makes the folder, mode 0700.
  init(in state: FilePath) throws {
    path = state.appending("spool")
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// Answer rows of a safe kind; findings for the reports.
  func file(_ id: String, _ part: String) -> FilePath { path.appending("\(id).\(part)") }

  func remove(_ id: String) {
    for part in ["rows", "findings"] { try? FileManager.default.removeItem(atPath: file(id, part).string) }
  }
}

/// One spool file: blocks that come in any order and are read back in theirs. Mode 0600.
struct Spool: ~Copyable {
  private let descriptor: FileDescriptor
  private var end: Int64 = 0
  /// Where each block stands, by its number.
  private var blocks: [Int: Range<Int64>] = [:]
  private var nextBlock = 0

  /// Empties what stood there before.
  init(_ path: FilePath) throws {
    descriptor = try FileDescriptor.open(path, .readWrite, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite)
  }

  deinit { try? descriptor.close() }

  /// Reserves the place of the next block.
  mutating func reserve() -> Int {
    nextBlock += 1
    return nextBlock - 1
  }

  mutating func write(_ bytes: [UInt8], as block: Int) throws {
    try descriptor.writeAll(toAbsoluteOffset: end, bytes)
    blocks[block] = end..<end + Int64(bytes.count)
    end += Int64(bytes.count)
  }

  /// All blocks in order of their numbers, in pieces of at most 64 KiB.
  func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
    for block in 0..<nextBlock {
      guard var range = blocks[block] else { continue }
      while !range.isEmpty {
        let count = Int(min(Int64(64 << 10), range.upperBound - range.lowerBound))
        let piece = try [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
          used = try descriptor.read(fromAbsoluteOffset: range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer))
        }
        guard !piece.isEmpty else { return }
        try body(piece)
        range = range.lowerBound + Int64(piece.count)..<range.upperBound
      }
    }
  }
}
