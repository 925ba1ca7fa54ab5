/// An attribute of a start; its value is in the reader.
package struct XMLAttribute: Sendable, Equatable, BitwiseCopyable {
  /// Without prefix.
  package internal(set) var name: XMLName
  /// ``XMLName/none`` without a prefix.
  package internal(set) var namespace: XMLName
  var first: Int32
  var count: Int32
}
