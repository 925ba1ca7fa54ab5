import Documents
import Formats

/// A ``FieldRule`` of an XML profile, compiled once for a file.
/// A class for the same reason as ``ValueMapping``.
final class PathRule {
  let mapping: ValueMapping
  let slot: Int
  /// Empty: a constant.
  let paths: [XPathExpression]
  let joint: [UInt8]
  /// All nodes of an expression count, not the first alone.
  let takesAll: Bool
  /// What a price is per.
  let base: [XPathExpression]
  let constantBase: [UInt8]
  let unit: [XPathExpression]
  let constant: [UInt8]

  /// - Throws: an expression that is none.
  init(_ mapping: ValueMapping, slot: Int, reader: XMLTreeReader) throws(XPathDefect) {
    self.mapping = mapping
    self.slot = slot
    constant = Array((mapping.constant ?? "").utf8)
    let (paths, joint) = Self.expressions(of: mapping.rule.source)
    self.joint = Array((mapping.rule.repeatJoint ?? joint).utf8)
    takesAll = mapping.rule.repeatJoint != nil
    self.paths = try Self.compile(paths, reader)
    if case .constant(let text) = mapping.base { constantBase = Array(text.utf8) } else { constantBase = [] }
    base = try Self.compile(mapping.base.map(Self.expressions(of:))?.paths ?? [], reader)
    unit = try Self.compile(mapping.rule.unit.map(Self.expressions(of:))?.paths ?? [], reader)
  }

  static func expressions(of source: FieldRule.Source) -> (paths: [String], joint: String) {
    if case .paths(let paths, let joint) = source { (paths, joint) } else { ([], "") }
  }

  private static func compile(_ texts: [String], _ reader: XMLTreeReader) throws(XPathDefect) -> [XPathExpression] {
    var compiled: [XPathExpression] = []
    for text in texts { compiled.append(try reader.compile(text)) }
    return compiled
  }
}
