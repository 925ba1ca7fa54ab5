import Formats
import Testing

/// The files of `samples/<kind>/<case>/`.
struct Sample {
  private let folder: String

  init(_ path: String) {
    folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/") + "/samples/" + path + "/"
  }

  func bytes(_ name: String) throws -> [UInt8] {
    let source = try ByteSource(path: folder + name)
    var bytes: [UInt8] = []
    source.onBytes = { bytes.append(contentsOf: $0) }
    try source.drain()
    return bytes
  }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}
