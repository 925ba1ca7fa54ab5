import Documents
import Formats

/// One document being put together from a tree by a profile's rules.
struct PathAssembly {
  private(set) var document: Document
  private(set) var mistakes: Mistakes
  private(set) var linesNotKept = 0
  var rules: PathRules?

  private let layout: Layout
  private let profile: Profile
  private let limits: Handling.Limits
  private let checker: Checker
  private let plausibility: PlausibilityCheck
  /// Some value could not be read, so that nothing can be said to be missing.
  private var isBroken = false
  /// Of the entry that is being filled; they get the line's number when it is known.
  private var waiting: [Finding] = []
  private var joined: [UInt8] = []
  private var base: [UInt8] = []
  private var mapped: [UInt8] = []
  private let units: PieceUnits
  private let trace: ValueTrace?

  init(profile: Profile, handling: Handling, name: String, trace: ValueTrace?) {
    self.trace = trace
    layout = profile.kind.layout
    self.profile = profile
    limits = handling.limits
    checker = Checker(layout: layout, handling: handling, isXML: true, profile: profile)
    plausibility = PlausibilityCheck(profile)
    units = PieceUnits(profile.units)
    document = Document(layout: layout)
    mistakes = Mistakes(file: name, limit: handling.limits.documentFindings)
  }

  /// Reads the document that the reader has gone to.
  mutating func read(_ reader: XMLTreeReader, ordinal: Int) {
    guard let rules else { return }
    let element = reader.element
    document.begin(ordinal: ordinal, line: element.line)
    mistakes.removeAll()
    linesNotKept = 0
    isBroken = reader.isCutOff
    if reader.isTooLarge {
      linesNotKept = 1
    } else {
      fill(entry: 0, section: 0, from: element, rules, reader)
      addLines(of: element, rules, reader)
    }
    finish(element, rules, reader)
    if !mistakes.isEmpty { mistakes.document = document.number }
  }

  private mutating func finish(_ element: XMLNode, _ rules: PathRules, _ reader: XMLTreeReader) {
    // What is wrong with a file that ends here is said of the file.
    if reader.isCutOff { return mistakes.removeAll() }
    if linesNotKept > 0 {
      mistakes.append(
        .limit, line: Int32(truncatingIfNeeded: element.line),
        expected: "at most \(limits.documentLines) lines and \(limits.body) bytes",
        "the document has more than \(limits.documentLines) lines or \(limits.body) bytes; expected at most so many: split it")
      return
    }
    guard let refused = refusal(element, rules, reader) else {
      rules.lineCount?.check(document, element, reader, into: &mistakes)
      plausibility.check(document, linesNotKept: 0, into: &mistakes)
      return checker.check(document, isWhole: !isBroken, into: &mistakes)
    }
    // A document that is not for the profile is not judged by it.
    mistakes.removeAll()
    mistakes.append(refused)
  }

  /// The first condition that is not met.
  private func refusal(_ element: XMLNode, _ rules: PathRules, _ reader: XMLTreeReader) -> Finding? {
    for condition in rules.conditions {
      let message: String
      do throws(XPathDefect) {
        if try reader.isTrue(condition.test, from: element) { continue }
        message = condition.otherwise ?? "the document is none for the profile, which takes those with \(condition.test.text)"
      } catch {
        message = "\(error)"
      }
      return Finding(
        .unknownValue, file: mistakes.file, line: element.line, column: element.column > 0 ? element.column : nil,
        expected: condition.test.text, "\(message) (profile \(profile.name))")
    }
    return nil
  }

  // MARK: entries

  private mutating func addLines(of element: XMLNode, _ rules: PathRules, _ reader: XMLTreeReader) {
    guard !layout.isSingle, let line = rules.line else { return }
    rules.lineNames?.check(element, into: &mistakes)
    let nodes: [XMLNode]
    do throws(XPathDefect) {
      nodes = try reader.nodes(of: line, from: element)
    } catch {
      isBroken = true
      return mistakes.append(finding(of: error, at: element))
    }
    for (place, node) in nodes.enumerated() {
      guard place < limits.documentLines, document.text.count <= limits.body else {
        linesNotKept = nodes.count - place
        return
      }
      let entry = document.append(section: layout.lines, to: 0, line: node.line)
      fill(entry: entry, section: layout.lines, from: node, rules, reader)
    }
  }

  /// The fields of an entry, one entry of each list that has a filled field, and the number of a line that has none.
  private mutating func fill(entry: Int, section: Int, from node: XMLNode, _ rules: PathRules, _ reader: XMLTreeReader) {
    for rule in rules.sections[section] { set(rule, entry, from: node, reader) }
    addLists(of: entry, section: section, from: node, rules, reader)
    if section == layout.lines, section > 0, let slot = layout.lineSlot, !document.value(entry, slot).isFilled {
      var number = String(document.lineCount)
      number.withUTF8 { document.set(entry, slot, to: $0, line: Int32(truncatingIfNeeded: node.line), column: 0) }
    }
    let number = checker.lineNumber(of: entry, in: document)
    for var finding in waiting {
      finding.documentLine = number
      mistakes.append(finding)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private mutating func addLists(of owner: Int, section: Int, from node: XMLNode, _ rules: PathRules, _ reader: XMLTreeReader) {
    for list in rules.lists[section] {
      guard layout.isRequired(list: list) || hasValue(list, from: node, rules, reader) else { continue }
      let entry = document.append(section: list, to: owner, line: node.line)
      for rule in rules.sections[list] { set(rule, entry, from: node, reader) }
      addLists(of: entry, section: list, from: node, rules, reader)
    }
  }

  /// Constants alone make no entry, unless there is nothing but constants.
  private mutating func hasValue(_ list: Int, from node: XMLNode, _ rules: PathRules, _ reader: XMLTreeReader) -> Bool {
    var hasPaths = false
    var joined: [UInt8] = []
    for rule in rules.sections[list] where !rule.paths.isEmpty {
      hasPaths = true
      _ = take(rule.paths, rule.joint, all: rule.takesAll, from: node, reader, into: &joined, of: rule)
      if !joined.isEmpty { return true }
    }
    return !hasPaths
  }

  // MARK: values

  private mutating func set(_ rule: PathRule, _ entry: Int, from node: XMLNode, _ reader: XMLTreeReader) {
    if rule.paths.isEmpty {
      if rule.constant.isEmpty { return }
      rule.constant.withUnsafeBufferPointer {
        document.set(entry, rule.slot, to: $0, line: Int32(truncatingIfNeeded: node.line), column: 0)
      }
      return
    }
    var joined: [UInt8] = []
    var base: [UInt8] = []
    swap(&joined, &self.joined)
    swap(&base, &self.base)
    defer {
      swap(&joined, &self.joined)
      swap(&base, &self.base)
    }
    let place = take(rule.paths, rule.joint, all: rule.takesAll, from: node, reader, into: &joined, of: rule) ?? node
    if rule.base.isEmpty {
      base = rule.constantBase
    } else {
      _ = take(rule.base, [], all: false, from: node, reader, into: &base, of: rule)
    }
    let pieces = rule.unit.isEmpty || joined.isEmpty ? 1 : pieces(of: rule, joined, from: node, at: place, reader)
    if pieces > 1, rule.mapping.content == .decimal { multiply(&base, by: pieces, rule.mapping.style) }
    mapped.removeAll(keepingCapacity: true)
    let outcome = joined.withUnsafeBufferPointer { text in
      base.withUnsafeBufferPointer { rule.mapping.append(text, base: $0, pieces: pieces, to: &mapped) }
    }
    if let trace {
      let unit = pieces > 1 && rule.mapping.content == .quantity ? [ValueStep("pieces", String(decoding: mapped, as: UTF8.self))] : []
      joined.withUnsafeBufferPointer { trace.hear(rule.mapping, $0, base: base, line: place.line, position: place.column, more: unit) }
    }
    let line = Int32(truncatingIfNeeded: place.line)
    let column = Int32(truncatingIfNeeded: place.column)
    if outcome == .same {
      joined.withUnsafeBufferPointer { if !$0.isEmpty { document.set(entry, rule.slot, to: $0, line: line, column: column) } }
    } else if !mapped.isEmpty {
      mapped.withUnsafeBufferPointer { document.set(entry, rule.slot, to: $0, line: line, column: column) }
    }
    if case .wrong(let mistake) = outcome {
      waiting.append(
        rule.mapping.finding(
          mistake, of: String(decoding: joined, as: UTF8.self), base: String(decoding: base, as: UTF8.self), file: mistakes.file,
          line: place.line, column: place.column > 0 ? place.column : nil))
    }
  }

  /// What one of the unit is in pieces; 1 where it is unknown, which is reported.
  private mutating func pieces(
    of rule: PathRule, _ text: [UInt8], from node: XMLNode, at place: XMLNode, _ reader: XMLTreeReader
  ) -> Int {
    var unit: [UInt8] = []
    let found = take(rule.unit, [], all: false, from: node, reader, into: &unit, of: rule) ?? place
    if let pieces = units.pieces(of: unit) { return pieces }
    let written = Finding.shortened(String(decoding: unit, as: UTF8.self))
    let known = units.names.joined(separator: ", ")
    // A quantity and its price have one unit.
    if waiting.contains(where: {
      $0.code == .unknownValue && $0.value == written && $0.line == found.line && $0.column ?? 0 == found.column
        && $0.expected == "one of \(known)"
    }) {
      return 1
    }
    waiting.append(
      Finding(
        .unknownValue, file: mistakes.file, line: found.line, column: found.column > 0 ? found.column : nil,
        path: rule.mapping.rule.column, value: written, expected: "one of \(known)",
        "\(rule.mapping.label) \"\(Finding.shortened(String(decoding: text, as: UTF8.self)))\" is in the unit \"\(written)\", and targets count pieces; expected one of \(known): add to units in the profile how many pieces one \(written) is (profile \(profile.name))"
      ))
    return 1
  }

  /// Where it cannot be done the base is no number any more, and is told as such.
  private func multiply(_ base: inout [UInt8], by pieces: Int, _ style: ValueStyle) {
    let one = base.isEmpty ? [UInt8(ascii: "1")] : base
    base = PieceUnits.product(one, pieces, style) ?? one + Array(" × \(pieces)".utf8)
  }

  /// The expressions' texts that are not empty, with a joint between them; the node of the first one.
  private mutating func take(
    _ paths: [XPathExpression], _ joint: [UInt8], all: Bool, from node: XMLNode, _ reader: XMLTreeReader,
    into buffer: inout [UInt8], of rule: PathRule
  ) -> XMLNode? {
    buffer.removeAll(keepingCapacity: true)
    var place: XMLNode?
    for path in paths {
      do throws(XPathDefect) {
        if all {
          for value in try reader.values(of: path, from: node) {
            let found = add(value, of: path, joint, from: node, into: &buffer, of: rule)
            place = place ?? found
          }
        } else {
          let found = add(try reader.value(of: path, from: node), of: path, joint, from: node, into: &buffer, of: rule)
          place = place ?? found
        }
      } catch {
        isBroken = true
        waiting.append(finding(of: error, at: node))
      }
    }
    return place
  }

  /// The node that the text comes from.
  private mutating func add(
    _ value: XPathValue, of path: XPathExpression, _ joint: [UInt8], from node: XMLNode, into buffer: inout [UInt8], of rule: PathRule
  ) -> XMLNode? {
    switch value {
    case .nothing: break
    case .node(let found):
      found.withText { append($0, joint, to: &buffer) }
      return found
    case .text(var text): text.withUTF8 { append($0, joint, to: &buffer) }
    case .inexact:
      isBroken = true
      waiting.append(inexact(path, rule, at: node))
    }
    return nil
  }

  private func finding(of defect: XPathDefect, at node: XMLNode) -> Finding {
    Finding(
      .unreadable, file: mistakes.file, line: node.line, column: node.column > 0 ? node.column : nil,
      "\(defect): correct the profile (profile \(profile.name))")
  }

  private func inexact(_ path: XPathExpression, _ rule: PathRule, at node: XMLNode) -> Finding {
    Finding(
      .wrongType, file: mistakes.file, line: node.line, column: node.column > 0 ? node.column : nil, path: rule.mapping.rule.column,
      "\(rule.mapping.label) is computed, and XPath computes in binary numbers, which are not exact; expected an expression that finds the text as it stands (profile \(profile.name))"
    )
  }
}

/// Behind what is there already, without blanks around it.
private func append(_ text: UnsafeBufferPointer<UInt8>, _ joint: [UInt8], to buffer: inout [UInt8]) {
  let text = trimmed(text)
  if text.isEmpty { return }
  if !buffer.isEmpty { buffer.append(contentsOf: joint) }
  buffer.append(contentsOf: text)
}
