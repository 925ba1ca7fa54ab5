/// A file as one look at the inbox found it. Ordered by name naturally, then by partner.
package struct Sighting: Sendable, Hashable, Comparable {
  package let partner: String
  package let name: FileName
  package let size: Int64
  package let device: UInt64
  package let inode: UInt64
  package let modified: FileTime
  /// The file that said it is complete; it goes with the claim.
  package let marker: FileName?

  package static func < (left: Sighting, right: Sighting) -> Bool {
    left.name == right.name ? left.partner < right.partner : left.name < right.name
  }
}
