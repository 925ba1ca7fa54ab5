/// An element beside the documents that is none, and in which none can stand.
package struct XMLStranger: Sendable, Equatable {
  package let element: XMLElementName
  package let line: Int
  /// 0: it is not known.
  package let column: Int
  /// How many elements stand above it.
  package let depth: Int
}
