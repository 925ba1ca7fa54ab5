/// One step through an XML document.
package struct XMLEvent: Sendable, Equatable, BitwiseCopyable {
  package enum Kind: Sendable, BitwiseCopyable { case start, text, end }

  package internal(set) var kind: Kind
  /// Of the element that starts or ends, or that holds the text; without prefix.
  package internal(set) var name: XMLName
  /// The element's namespace, ``XMLName/none`` if it is in none.
  package internal(set) var namespace: XMLName
  /// 1-based. A start or end: of its tag's `<`; text: of its first character.
  package internal(set) var line: Int
  /// 1-based, in Unicode scalars; 0 where it is not known (a tag behind 4,000 characters of its line, and over several lines itself).
  package internal(set) var column: Int
  /// Of a start: its attributes. Of text: its bytes.
  var first: Int32
  var count: Int32
}
