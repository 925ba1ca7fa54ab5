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
  let conditions: [Condition]

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
    var conditions: [Condition] = []
    for condition in shape.conditions {
      conditions.append(Condition(test: try reader.compile(condition.test), otherwise: condition.otherwise))
    }
    self.conditions = conditions
  }
}
