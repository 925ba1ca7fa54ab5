/// What one document of an ``XMLTreeReader`` may measure. Beyond it, it is read past and not kept.
package struct XMLTreeLimits: Sendable, Equatable {
  /// Of texts and values of attributes, in UTF-8.
  package var bytes: Int
  /// Elements, attributes and texts; each takes up to 250 bytes of memory.
  package var nodes: Int
  /// The same for what stands outside of the documents and above them.
  package var bytesAround: Int
  package var nodesAround: Int
  /// How many elements of a file that are no documents are remembered.
  package var strangers: Int

  package init(
    bytes: Int = 16 << 20, nodes: Int = 2_000_000, bytesAround: Int = 1 << 20, nodesAround: Int = 50_000, strangers: Int = 10_000
  ) {
    self.bytes = bytes
    self.nodes = nodes
    self.bytesAround = bytesAround
    self.nodesAround = nodesAround
    self.strangers = strangers
  }
}
