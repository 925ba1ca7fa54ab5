import Foundation
import SystemPackage

/// `ferry` as an ordinary user: permission bits do not stop root.
struct Bystander {
  private static let user: UInt32 = 65_534
  private let program: FilePath
  private let prefix: [String]

  /// A copy, since the built program may stand where others may not look. nil, and a line that says so: this machine cannot start it as somebody
  /// else.
  static func command(for workplace: Workplace) async throws -> Bystander? {
    let ferry = try FerryProgram.path
    if geteuid() != 0 { return Bystander(program: ferry, prefix: []) }
    let setpriv = FilePath("/usr/bin/setpriv")
    guard FileManager.default.isExecutableFile(atPath: setpriv.string) else {
      print("NOT TESTED: a file that may not be read; this is root, and there is no \(setpriv)")
      return nil
    }
    let copy = workplace.folder.appending("ferry")
    try FileManager.default.copyItem(atPath: ferry.string, toPath: copy.string)
    for path in [workplace.folder, copy] { guard chmod(path.string, 0o755) == 0 else { throw Errno(rawValue: errno) } }
    let prefix = ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", copy.string]
    let bystander = Bystander(program: setpriv, prefix: prefix)
    guard try await bystander.run(["--version"], in: workplace).exit == 0 else {
      print("NOT TESTED: a file that may not be read; the program at \(copy) cannot be started by an ordinary user")
      return nil
    }
    return bystander
  }

  func run(_ arguments: [String], in workplace: Workplace) async throws -> FerryProgram.Ending {
    try await start(arguments, in: workplace).ending
  }

  func start(_ arguments: [String], in workplace: Workplace) throws -> FerryProcess {
    try FerryProcess(program: program, arguments: prefix + arguments, folder: workplace.folder, environment: Workplace.environment)
  }

  /// Another program as the same user.
  func runOther(_ other: FilePath, _ arguments: [String], in workplace: Workplace) async throws -> FerryProgram.Ending {
    let all = prefix.isEmpty ? arguments : prefix.dropLast() + [other.string] + arguments
    return try await FerryProcess(
      program: prefix.isEmpty ? other : program, arguments: all, folder: workplace.folder, environment: Workplace.environment
    ).ending
  }

  /// Gives it the whole folder.
  func own(_ workplace: Workplace) throws {
    guard !prefix.isEmpty else { return }
    let below = FileManager.default.enumerator(atPath: workplace.folder.string)?.compactMap { $0 as? String } ?? []
    for path in [workplace.folder] + below.map({ workplace.folder.pushing(FilePath($0)) }) {
      guard lchown(path.string, Self.user, Self.user) == 0 else { throw Errno(rawValue: errno) }
    }
  }
}
