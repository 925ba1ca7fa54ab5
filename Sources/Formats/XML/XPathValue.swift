/// What an expression gives where one value is wanted.
package enum XPathValue {
  /// No node.
  case nothing
  /// Of a set the first node in the order of the document: its string value counts.
  case node(XMLNode)
  /// What functions have made: a text, a whole number, `true` or `false`.
  case text(String)
  /// A number with decimals, or none at all (NaN). XPath's numbers are binary and not exact: no text is made of them.
  case inexact
}
