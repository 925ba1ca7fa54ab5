import Contracts
import Documents

/// The request body of a kind as a flat list of steps, compiled from the field table once for a file. Running it over a document writes JSON.
struct RequestProgram {
  private enum Operation: UInt8 { case field, index, open, close, list }

  private struct Step {
    var operation: Operation
    /// `"name":`, `"name":{` or `"name":[` in `literals`.
    var literal: Range<Int32>
    /// field: the slot. open: where its slots begin in `slots`. list: the section.
    var first: Int32 = 0
    /// open: how many slots; -1: the object is always there. list: where its steps begin.
    var count: Int32 = 0
    /// open, list: the step behind its end.
    var skip: Int32 = 0
    var form: Form = .string
  }

  /// How a value stands in JSON.
  private enum Form: UInt8 { case string, number, boolean }

  private var steps: [Step] = []
  private var slots: [Int32] = []
  private var literals: [UInt8] = []
  /// By section and slot, a range in `literals`; empty where there is none.
  private var defaults: [[Range<Int32>]] = []
  /// The lists of which one entry is made of defaults alone where the document has none.
  private let layout: Layout
  private let prefix: [UInt8]
  /// Slot in section 0 that gets the order number's prefix; -1: none.
  private let prefixedSlot: Int
  /// Steps of the whole document, and of one line alone.
  private(set) var document: Range<Int> = 0..<0
  private(set) var line: Range<Int> = 0..<0

  init(layout: Layout, handling: Handling) {
    self.layout = layout
    prefix = Array(handling.orderNumberPrefix.utf8)
    prefixedSlot = prefix.isEmpty ? -1 : layout.fieldIndex(column: "order_number").map { layout.place(of: $0).slot } ?? -1
    for section in layout.sections {
      var ranges: [Range<Int32>] = []
      for field in section.fields { ranges.append(literal(handling.defaults[layout.fields[field].column] ?? "")) }
      defaults.append(ranges)
    }
    let sent = layout.fields.filter(\.isSent)
    compile(sent.map { (Array($0.path.split(separator: ".").map(String.init)), $0) }, section: 0, path: [])
    document = 0..<steps.count
    if let list = steps.first(where: { $0.operation == .list && Int($0.first) == layout.lines }) {
      line = Int(list.count)..<Int(list.skip)
    }
  }

  // MARK: compiling

  private mutating func literal(_ text: String) -> Range<Int32> {
    let start = Int32(literals.count)
    literals.append(contentsOf: text.utf8)
    return start..<Int32(literals.count)
  }

  /// Steps for the fields below `path`, grouped by their next name, in order of the table.
  private mutating func compile(_ fields: [(parts: [String], field: Field)], section: Int, path: [String]) {
    var done: Set<String> = []
    for (parts, field) in fields {
      let name = parts[path.count]
      guard done.insert(name).inserted else { continue }
      let below = fields.filter { $0.parts[path.count] == name }
      let deeper = path + [name]
      if name.hasSuffix("[]") {
        compileList(below, named: String(name.dropLast(2)), path: deeper)
      } else if parts.count == deeper.count {
        compileField(field, section: section, name: name)
      } else {
        compileObject(below, section: section, name: name, path: deeper)
      }
    }
  }

  private mutating func compileField(_ field: Field, section: Int, name: String) {
    let slot = layout.place(of: layout.fields.firstIndex(of: field) ?? 0).slot
    var step = Step(operation: field.role == .lineNumber ? .index : .field, literal: literal("\"\(name)\":"), first: Int32(slot))
    switch field.content {
    case .text, .opaque, .date, .choice: step.form = .string
    case .decimal, .quantity: step.form = .number
    case .boolean: step.form = .boolean
    }
    steps.append(step)
  }

  private mutating func compileObject(_ below: [(parts: [String], field: Field)], section: Int, name: String, path: [String]) {
    let place = steps.count
    let isRequired = layout.requiredObjects.contains(path.joined(separator: "."))
    var step = Step(operation: .open, literal: literal("\"\(name)\":{"), first: Int32(slots.count))
    let own = below.filter { layout.place(of: layout.fields.firstIndex(of: $0.field) ?? 0).section == section }
    for (_, field) in own { slots.append(Int32(layout.place(of: layout.fields.firstIndex(of: field) ?? 0).slot)) }
    step.count = isRequired ? -1 : Int32(own.count)
    steps.append(step)
    compile(below, section: section, path: path)
    steps.append(Step(operation: .close, literal: literal("}")))
    steps[place].skip = Int32(steps.count)
  }

  private mutating func compileList(_ below: [(parts: [String], field: Field)], named name: String, path: [String]) {
    let place = steps.count
    let section = layout.sections.firstIndex { $0.path == path.joined(separator: ".") } ?? 0
    steps.append(Step(operation: .list, literal: literal("\"\(name)\":["), first: Int32(section), count: Int32(place + 1)))
    compile(below, section: section, path: path)
    steps[place].skip = Int32(steps.count)
  }

  // MARK: running

  /// Writes the object of an entry: of the document (entry 0), or of one line; `indices` gives each line its index.
  func write(_ entry: Int, of document: Document, into json: inout JSONWriter, indices: inout LineIndices) {
    document.text.withUnsafeBytes { text in
      literals.withUnsafeBytes { literals in
        steps.withUnsafeBufferPointer { steps in
          let run = Run(program: self, steps: steps, literals: literals, text: text, document: document)
          run.object(entry, entry == 0 ? self.document : line, into: &json, &indices)
        }
      }
    }
  }

  private struct Run {
    let program: RequestProgram
    let steps: UnsafeBufferPointer<Step>
    let literals: UnsafeRawBufferPointer
    let text: UnsafeRawBufferPointer
    let document: Document

    func object(_ entry: Int, _ range: Range<Int>, into json: inout JSONWriter, _ indices: inout LineIndices) {
      json.raw(UInt8(ascii: "{"))
      let section = document.entries[entry].section
      let first = document.entries[entry].firstValue
      var at = range.lowerBound
      while at < range.upperBound {
        let step = steps[at]
        switch step.operation {
        case .field: field(step, section, document.values[first + Int(step.first)], into: &json)
        case .index: index(step, document.values[first + Int(step.first)], into: &json, &indices)
        case .open:
          guard isThere(step, first) else {
            at = Int(step.skip)
            continue
          }
          json.comma()
          raw(step.literal, into: &json)
        case .close: json.raw(UInt8(ascii: "}"))
        case .list:
          list(step, owner: entry, at: at, into: &json, &indices)
          at = Int(step.skip)
          continue
        }
        at += 1
      }
      json.raw(UInt8(ascii: "}"))
    }

    private func isThere(_ step: Step, _ first: Int) -> Bool {
      guard step.count >= 0 else { return true }
      for place in Int(step.first)..<Int(step.first + step.count) where document.values[first + Int(program.slots[place])].isFilled {
        return true
      }
      return false
    }

    private func raw(_ range: Range<Int32>, into json: inout JSONWriter) {
      json.raw(UnsafeRawBufferPointer(rebasing: literals[Int(range.lowerBound)..<Int(range.upperBound)]))
    }

    private func field(_ step: Step, _ section: Int, _ value: Document.Value, into json: inout JSONWriter) {
      var bytes: UnsafeRawBufferPointer
      if value.isFilled {
        bytes = UnsafeRawBufferPointer(rebasing: text[Int(value.offset)..<Int(value.offset + value.length)])
      } else {
        let range = program.defaults[section][Int(step.first)]
        if range.isEmpty {
          guard value.isPresent, step.form == .string else { return }
        }
        bytes = UnsafeRawBufferPointer(rebasing: literals[Int(range.lowerBound)..<Int(range.upperBound)])
      }
      json.comma()
      raw(step.literal, into: &json)
      switch step.form {
      case .string:
        if section == 0, Int(step.first) == program.prefixedSlot {
          json.string(String(decoding: program.prefix, as: UTF8.self) + String(decoding: bytes, as: UTF8.self))
        } else {
          json.string(bytes)
        }
      case .number: json.number(bytes)
      case .boolean: json.raw(ValueRules.boolean(bytes.bindMemory(to: UInt8.self)) == true ? "true" : "false")
      }
    }

    private func index(_ step: Step, _ value: Document.Value, into json: inout JSONWriter, _ indices: inout LineIndices) {
      json.comma()
      raw(step.literal, into: &json)
      indices.append(line: UnsafeRawBufferPointer(rebasing: text[Int(value.offset)..<Int(value.offset + max(0, value.length))]), to: &json)
    }

    private func list(_ step: Step, owner: Int, at: Int, into json: inout JSONWriter, _ indices: inout LineIndices) {
      let section = Int(step.first)
      var entry = document.first(of: section, in: owner)
      guard entry >= 0 || program.layout.requiredLists.contains(program.layout.sections[section].path) else { return }
      json.comma()
      raw(step.literal, into: &json)
      while entry >= 0 {
        json.comma()
        object(entry, at + 1..<Int(step.skip), into: &json, &indices)
        entry = document.next(entry)
      }
      json.raw(UInt8(ascii: "]"))
    }
  }
}
