/// What a document may measure. Beyond it, the reading ends with an ``XMLDefect``.
package struct XMLLimits: Sendable, Equatable {
  /// Elements within each other.
  package var maxDepth: Int
  /// Bytes (UTF-8) of text between two tags.
  package var maxText: Int
  /// Attributes of an element, and namespace declarations in scope there.
  package var maxAttributes: Int
  /// Bytes of an element's or attribute's name, or of a namespace.
  package var maxName: Int
  /// Different names and namespaces in a file.
  package var maxNames: Int
  /// Bytes of one tag with its attributes.
  package var maxTag: Int
  /// Bytes of a comment, a processing instruction or the document type.
  package var maxMarkup: Int
  /// Bytes taken from the source at a time.
  package var chunk: Int

  package init(
    maxDepth: Int = 256, maxText: Int = 1 << 20, maxAttributes: Int = 256, maxName: Int = 1_000, maxNames: Int = 10_000,
    maxTag: Int = 128 << 10,
    maxMarkup: Int = 1 << 20, chunk: Int = 32 << 10
  ) {
    self.maxDepth = maxDepth
    self.maxText = maxText
    self.maxAttributes = maxAttributes
    self.maxName = maxName
    self.maxNames = maxNames
    self.maxTag = maxTag
    self.maxMarkup = maxMarkup
    self.chunk = chunk
  }
}
