import Glibc

@testable import Formats

/// Real files in a folder that lives as long as the value.
final class Files {
  let folder: String

  private var paths: [String] = []

  init() throws {
    var template = Array("/tmp/formats-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FormatError(code: .unreadable, message: "mkdtemp", file: "/tmp", errno: errno) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for path in paths { unlink(path) }
    rmdir(folder)
  }

  /// A file of `pieces`, each written as often as it says.
  func file(_ name: String, _ pieces: [(String, times: Int)]) throws -> String {
    let path = folder + "/" + name
    guard let file = fopen(path, "w") else { throw FormatError(code: .unreadable, message: "fopen", file: path, errno: errno) }
    paths.append(path)
    defer { fclose(file) }
    for (text, times) in pieces {
      // Short pieces are put together to blocks, since a million writes of one byte take their time.
      let together = max(1, min(times, (64 << 10) / max(1, text.utf8.count)))
      let block = Array(String(repeating: text, count: together).utf8)
      for _ in 0..<times / together { fwrite(block, 1, block.count, file) }
      let rest = Array(String(repeating: text, count: times % together).utf8)
      fwrite(rest, 1, rest.count, file)
    }
    return path
  }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = try file(name, [("", 1)])
    guard let file = fopen(path, "w") else { throw FormatError(code: .unreadable, message: "fopen", file: path, errno: errno) }
    defer { fclose(file) }
    fwrite(bytes, 1, bytes.count, file)
    return path
  }

  /// The most memory, in bytes, that this process has had resident so far.
  static func peak() throws -> Int {
    let source = try ByteSource(path: "/proc/self/status")
    var status: [UInt8] = []
    source.onBytes = { status.append(contentsOf: $0) }
    try source.drain()
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0) << 10
  }
}

/// SplitMix64: the same numbers for the same seed, on any machine.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
