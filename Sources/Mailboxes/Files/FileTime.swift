/// A moment as the file system keeps it. Only good for telling "the same" from "another": other machines' clocks write it.
package struct FileTime: Hashable, Sendable, Comparable {
  package let seconds: Int64
  package let nanoseconds: UInt32

  package static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
