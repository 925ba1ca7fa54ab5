import FoundationEssentials
import SystemPackage

/// A folder of its own for a test, removed with it.
final class TemporaryFolder {
  let path: FilePath

  init() throws {
    path = FilePath("/tmp/ferry-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> FilePath { try write(name, Array(text.utf8)) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> FilePath {
    let file = path.pushing(FilePath(name))
    try FileManager.default.createDirectory(atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: file.string))
    return file
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path.pushing(FilePath(name)).string)), as: UTF8.self)
  }
}
