/// Bytes that appear in no description, dump, interpolation or log.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }
  package init(utf8 text: String) { self.bytes = Array(text.utf8) }

  /// The bytes themselves; every use of this word is a place to look at in a review.
  package func reveal() -> [UInt8] { bytes }

  package var count: Int { bytes.count }

  package var description: String { "<secret>" }
  package var debugDescription: String { "<secret>" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
