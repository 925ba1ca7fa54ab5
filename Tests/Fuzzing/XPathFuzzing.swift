import Formats

/// The tree reader. A NUL in the file ends an expression that stands in front of the XML.
enum XPathFuzzing {
  private static let paths = ["/*", "/*/*", "/orders/order|/a:orders/a:order", "/*/*/*"]
  private static let expressions = [
    ".//*", "..//@*", "count(*)", "string(.)", "sum(.//*)", "*[position() > 1]/text()",
    "substring-before(concat(normalize-space(*[1]), ' '), ' ')",
    "ancestor::*/following-sibling::*", "*[last()]/namespace::*", "preceding::*[. = current()]", "//*[@*][not(*)]/../@*",
    "translate(., 'a', 'b')",
  ]

  static func read(_ file: FuzzedFile) {
    let parts = file.bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let expression = parts.count > 1 ? String(decoding: parts[0], as: UTF8.self) : file.second.chooses(expressions)
    guard
      let shape = try? XMLTreeShape(file.first.chooses(paths), namespaces: ["a": "urn:ferry:1"], ignoresNamespaces: file.first & 0x80 != 0)
    else { return }
    let limits = file.first & 0x40 == 0 ? XMLTreeLimits() : XMLTreeLimits(bytes: 60, nodes: 12, bytesAround: 60, nodesAround: 8)
    let source = ByteSource(bytes: Array(parts.last ?? []))
    let reader = XMLTreeReader(source: source, shape: shape, limits: limits, xmlLimits: XMLLimits(chunk: Int(file.first) + 1))
    guard let compiled = try? reader.compile(expression) else { return }
    while (try? reader.next()) == true {
      _ = reader.element.text
      if case .node(let node)? = try? reader.value(of: compiled, from: reader.element) { look(node) }
      for node in (try? reader.nodes(of: compiled, from: reader.element)) ?? [] {
        look(node)
        _ = try? reader.value(of: compiled, from: node)
      }
      _ = try? reader.isTrue(compiled, from: reader.element)
    }
    if let defect = reader.defect { demand(defect.line > 0, "\(defect)") }
  }

  private static func look(_ node: XMLNode) {
    demand(node.line > 0 && node.column >= 0, "a node stands at \(node.line):\(node.column)")
    _ = (node.text, node.name)
  }
}
