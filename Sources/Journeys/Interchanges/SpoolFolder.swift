import FoundationEssentials
import Glibc
import SystemPackage

/// `spool/` in the state folder: what a journey has to keep beside the ledger until it is done. Emptied with each interchange.
struct SpoolFolder: Sendable {
  enum Part: String, CaseIterable {
    /// Answer rows of a safe kind.
    case rows
    /// Findings for the reports, JSON, one a line.
    case findings
    /// `SearchVerdict` of a safe kind whose answer is about to be published.
    case verdict
  }

  let path: FilePath

  /// Makes the folder, mode 0700.
  init(in state: FilePath) throws {
    path = state.appending("spool")
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Self.sync(state)
  }

  /// What was made in a folder survives a power cut from here on.
  private static func sync(_ folder: FilePath) throws {
    let descriptor = try FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
    defer { try? descriptor.close() }
    guard fsync(descriptor.rawValue) == 0 else { throw HolderError.spool(folder, Errno(rawValue: errno)) }
  }

  func file(_ id: String, _ part: Part) -> FilePath { path.appending("\(id).\(part.rawValue)") }

  func remove(_ id: String) {
    for part in Part.allCases { try? FileManager.default.removeItem(atPath: file(id, part).string) }
  }

  /// Removes what no interchange of these needs any more.
  func sweep(keeping ids: Set<String>) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path.string) {
      let id = name.prefix { $0 != "." }
      if !ids.contains(String(id)) { try FileManager.default.removeItem(atPath: path.appending(name).string) }
    }
  }

  /// Durably, with the names of all that was sealed in this folder.
  func write(_ verdict: SearchVerdict, of id: String) throws {
    var spool = try Spool(file(id, .verdict))
    let block = spool.reserve()
    try spool.write([UInt8](JSONEncoder().encode(verdict)), as: block)
    try spool.seal()
    try Self.sync(path)
  }

  /// nil where an earlier attempt did not get that far, or a power cut has taken it.
  func verdict(of id: String) -> SearchVerdict? {
    guard let bytes = try? Data(contentsOf: URL(filePath: file(id, .verdict).string)) else { return nil }
    return try? JSONDecoder().decode(SearchVerdict.self, from: bytes)
  }
}
