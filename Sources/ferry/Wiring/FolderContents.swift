import FoundationEssentials
import Glibc
import SystemPackage

/// What stands where, without touching it.
enum FolderContents {
  static func isMissing(_ path: FilePath) -> Bool {
    var status = stat()
    return lstat(path.string, &status) != 0
  }

  /// Whether any file is below a folder; ends with the first one.
  static func holdFile(_ folder: FilePath, isHiddenCounted: Bool) -> Bool {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.string) else { return false }
    for name in names where isHiddenCounted || !name.hasPrefix(".") {
      let path = folder.appending(name)
      var status = stat()
      guard lstat(path.string, &status) == 0 else { continue }
      if status.st_mode & S_IFMT != S_IFDIR || holdFile(path, isHiddenCounted: isHiddenCounted) { return true }
    }
    return false
  }
}
