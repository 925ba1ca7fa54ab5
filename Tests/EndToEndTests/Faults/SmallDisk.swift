import Foundation
import SystemPackage
import Testing

/// File systems of one test, mounted over its folders. Only who may mount can test with them.
enum SmallDisk {
  static let words: Comment = "NOT TESTED: full disks and mounts that go away; only root with CAP_SYS_ADMIN can mount"

  /// Bit 21 of the effective capabilities.
  static var isAllowed: Bool {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let mask = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }?.split(separator: "\t").last.flatMap {
      UInt64($0, radix: 16)
    }
    return (mask ?? 0) & (1 << 21) != 0
  }

  static func mount(_ folder: FilePath, kilobytes: Int) async throws {
    try await run("/bin/mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.string)
  }

  static func grow(_ folder: FilePath) async throws { try await remount(folder, "size=64m") }

  static func remount(_ folder: FilePath, _ options: String) async throws {
    try await run("/bin/mount", "-o", "remount," + options, folder.string)
  }

  static func bind(_ folder: FilePath, at place: FilePath) async throws {
    try await run("/bin/mount", "--bind", folder.string, place.string)
  }

  static func unmount(_ folder: FilePath) async throws { try await run("/bin/umount", "-l", folder.string) }

  /// Until not a byte more fits.
  static func fill(_ folder: FilePath) throws {
    let file = try FileDescriptor.open(folder.appending(".fill"), .writeOnly, options: .create, permissions: .ownerReadWrite)
    try file.closeAfter {
      for size in [4096, 1] {
        let block = [UInt8](repeating: 0x20, count: size)
        while (try? file.writeAll(block)) != nil {}
      }
    }
  }

  private static func run(_ program: FilePath, _ arguments: String...) async throws {
    let ending = try await FerryProcess(program: program, arguments: arguments, folder: "/", environment: ["PATH": "/usr/bin:/bin"]).ending
    try #require(ending.exit == 0, "\(program) \(arguments): \(ending.errors)")
  }
}
