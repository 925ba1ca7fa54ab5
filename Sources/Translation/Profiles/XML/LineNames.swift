import Documents
import Formats

/// Elements of a document that are called as a step to its lines is, but for capitals or the namespace: lines that would be lost.
struct LineNames {
  /// By path: its steps. A path of more than names is not looked at.
  private let paths: [[XMLElementName]]
  /// What the profile's expressions name, without prefixes: no such element is misspelt.
  private let used: Set<String>
  private let isLocal: Bool
  private let profile: String

  init?(_ profile: Profile, _ shape: XMLShape) {
    let namespaces = shape.ignoresNamespaces ? [:] : shape.namespaces
    paths = shape.line.split(separator: "|").compactMap { path in
      let steps = path.filter { !$0.isWhitespace }.split(separator: "/", omittingEmptySubsequences: false)
      guard steps.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isPart) && !$0.contains("::") && $0 != "." && $0 != ".." }) else {
        return nil
      }
      return steps.map { XMLElementName($0, namespaces: namespaces) }
    }
    if paths.isEmpty { return nil }
    let words = PathRules.texts(of: profile, shape).flatMap { $0.split { !$0.isLetter && !$0.isNumber && !"_-.".contains($0) } }
    used = Set(words.map(String.init))
    isLocal = shape.ignoresNamespaces
    self.profile = profile.name
  }

  private static func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || "_-.:".contains(character) }

  func check(_ document: XMLNode, into mistakes: inout Mistakes) {
    for steps in paths {
      var level = [document]
      for step in steps {
        var next: [XMLNode] = []
        for node in level {
          let found = node.elements(called: step)
          next += found.same
          for other in found.near where other.name == step.name || !used.contains(other.name) {
            mistakes.append(finding(other, step, mistakes.file))
          }
        }
        level = next
      }
    }
  }

  private func finding(_ node: XMLNode, _ step: XMLElementName, _ file: String) -> Finding {
    let name = Finding.shortened(node.name)
    let expected = "<\(step.name)>" + (isLocal ? "" : ProfiledXML.within(step.namespace))
    return Finding(
      .unknownField, file: file, line: node.line, column: node.column > 0 ? node.column : nil, value: node.name, expected: expected,
      "the element <\(name)>\(isLocal ? "" : ProfiledXML.within(node.namespace)) is not used by the profile; expected \(expected): correct it, or set xml.unknown_elements: ignore (profile \(profile))"
    )
  }
}
