package import SystemPackage

/// A file under its final name, durably.
package struct Placed: Sendable, Hashable {
  package let name: FileName
  package let path: FilePath
  /// Found done already, by an attempt before a crash.
  package let wasThere: Bool
}
