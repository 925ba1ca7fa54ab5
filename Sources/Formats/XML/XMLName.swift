/// A name or namespace as a small number: equal text, equal number, within one ``XMLNames``.
package struct XMLName: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline var id: Int32

  @inlinable
  package static func == (one: XMLName, other: XMLName) -> Bool { one.id == other.id }

  /// The namespace of an element or attribute that is in none.
  package static let none = XMLName(id: 0)
}
