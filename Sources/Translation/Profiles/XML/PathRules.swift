import Documents
import Formats

/// An XML profile compiled for one file: its rules by section of the kind's layout, its lines and its conditions.
struct PathRules {
  struct Condition {
    let test: XPathExpression
    let otherwise: String?
  }

  /// By section.
  let sections: [[PathRule]]
  /// Sections, by the one whose list they are, that a rule fills.
  let lists: [[Int]]
  let line: XPathExpression?
  /// nil: elements that the profile does not know say nothing.
  let lineNames: LineNames?
  let conditions: [Condition]
  /// What a document says of its number of lines.
  let lineCount: LineCountCheck?

  /// - Throws: an expression that is none.
  init(_ profile: Profile, _ shape: XMLShape, reader: XMLTreeReader) throws(XPathDefect) {
    let layout = profile.kind.layout
    var sections = layout.sections.map { _ in [PathRule]() }
    for rule in profile.fields {
      guard let mapping = ValueMapping(rule, of: profile) else { continue }
      let place = layout.place(of: mapping.field)
      sections[place.section].append(try PathRule(mapping, slot: place.slot, reader: reader))
    }
    self.sections = sections
    lists = layout.sections.map { section in
      section.lists.filter { $0 != layout.lines && (!sections[$0].isEmpty || layout.sections[$0].lists.contains { !sections[$0].isEmpty }) }
    }
    line = shape.line.isEmpty ? nil : try reader.compile(shape.line)
    lineNames = shape.unknownElements == .ignore ? nil : LineNames(profile, shape)
    var conditions: [Condition] = []
    for condition in shape.conditions {
      conditions.append(Condition(test: try reader.compile(condition.test), otherwise: condition.otherwise))
    }
    self.conditions = conditions
    lineCount = try LineCountCheck(profile, reader: reader)
  }

  /// All its expressions.
  static func texts(of profile: Profile, _ shape: XMLShape) -> [String] {
    let sources = profile.fields.flatMap { [$0.source] + [ValueMapping($0, of: profile)?.base, $0.unit].compactMap { $0 } }
    return sources.flatMap { PathRule.expressions(of: $0).paths } + shape.conditions.map(\.test)
      + [shape.line, profile.completeness.lines].compactMap { $0 }
  }

  /// The elements around documents that a profile's expressions use. Those that are called as the documents are in other letters are none.
  static func used(by profile: Profile, _ shape: XMLShape, documents: [XMLElementName]) -> Set<XMLElementName> {
    let texts = texts(of: profile, shape)
    let namespaces = shape.ignoresNamespaces ? [:] : shape.namespaces
    let names = texts.reduce(into: Set<XMLElementName>()) { $0.formUnion(XPathReach(of: $1, namespaces: namespaces).names) }
    let own = Set(documents.map { $0.name.lowercased() })
    return names.filter { !own.contains($0.name.lowercased()) }
  }
}
