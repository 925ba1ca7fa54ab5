/// A name or namespace as a small number: equal text, equal number, within one ``XMLNames``.
package struct XMLName: Hashable, Sendable, BitwiseCopyable {
  var id: Int32

  /// The namespace of an element or attribute that is in none.
  package static let none = XMLName(id: 0)
}
