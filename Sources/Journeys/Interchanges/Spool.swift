import Glibc
import SystemPackage

/// One spool file: blocks that come in any order and are read back in theirs. Mode 0600.
struct Spool: ~Copyable {
  private static let piece = 64 << 10

  private let path: FilePath
  private let descriptor: FileDescriptor
  private var end: Int64 = 0
  /// Where each block stands, by its number; empty: not written.
  private var blocks: [Range<Int64>] = []
  /// Where the rest of a block stands that was written bit by bit, with others between.
  private var rests: [Int: [Range<Int64>]] = [:]

  /// Empties what stood there before.
  init(_ path: FilePath) throws(HolderError) {
    self.path = path
    do {
      descriptor = try FileDescriptor.open(path, .readWrite, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite)
    } catch { throw HolderError.spool(path, error) }
  }

  deinit { try? descriptor.close() }

  /// Reserves the place of the next block.
  mutating func reserve() -> Int {
    blocks.append(0..<0)
    return blocks.count - 1
  }

  /// More of a block that was written before goes behind it.
  mutating func write(_ bytes: [UInt8], as block: Int) throws(HolderError) {
    guard !bytes.isEmpty else { return }
    do { try descriptor.writeAll(toAbsoluteOffset: end, bytes) } catch { throw HolderError.spool(path, error) }
    let range = end..<end + Int64(bytes.count)
    end = range.upperBound
    if blocks[block].isEmpty {
      blocks[block] = range
    } else if blocks[block].upperBound == range.lowerBound, rests[block] == nil {
      blocks[block] = blocks[block].lowerBound..<range.upperBound
    } else {
      rests[block, default: []].append(range)
    }
  }

  /// In the order of the blocks.
  private var ranges: [Range<Int64>] {
    rests.isEmpty ? blocks : blocks.indices.flatMap { [blocks[$0]] + (rests[$0] ?? []) }
  }

  /// All blocks in order of their numbers, in pieces of at most 64 KiB.
  func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
    for block in ranges {
      var range = block
      while !range.isEmpty {
        let count = Int(min(Int64(Self.piece), range.upperBound - range.lowerBound))
        let piece: [UInt8]
        do {
          piece = try [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = try descriptor.read(fromAbsoluteOffset: range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer))
          }
        } catch { throw HolderError.spool(path, error) }
        guard !piece.isEmpty else { throw HolderError.spool(path, Errno.ioError) }
        try body(piece)
        range = range.lowerBound + Int64(piece.count)..<range.upperBound
      }
    }
  }

  /// Puts the blocks into the order of their numbers, durably, so that the file says the same without this value.
  mutating func seal() throws {
    let written = ranges.filter { !$0.isEmpty }
    if zip(written, written.dropFirst()).contains(where: { $0.upperBound > $1.lowerBound }) {
      var sorted = try Spool(FilePath(path.string + ".tmp"))
      try forEachPiece { piece in
        let block = sorted.reserve()
        try sorted.write(piece, as: block)
      }
      guard rename(sorted.path.string, path.string) == 0 else { throw HolderError.spool(path, Errno(rawValue: errno)) }
      self = sorted
    }
    guard fsync(descriptor.rawValue) == 0 else { throw HolderError.spool(path, Errno(rawValue: errno)) }
  }
}

extension HolderError {
  static func spool(_ path: FilePath, _ cause: any Error) -> HolderError {
    let reason = (cause as? Errno).map { "\($0)" } ?? "\(cause)"
    return HolderError(.storage, "\(path) cannot be written or read: \(reason); look at the disk of the state folder", cause: cause)
  }
}
