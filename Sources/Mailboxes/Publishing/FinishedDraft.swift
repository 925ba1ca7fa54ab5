package import SystemPackage

/// A complete, durable file that waits for its final name.
package struct FinishedDraft: Sendable, Hashable {
  package let temporary: FileName
  package let path: FilePath
  package let size: Int
}
