import Contracts
import Documents

/// The request body of a kind as a flat list of steps, compiled from the field table once for a file. Running it over a document writes JSON.
struct RequestProgram {
  enum Operation: UInt8 { case field, index, open, close, list }

  /// How a value stands in JSON.
  enum Form: UInt8 { case string, number, boolean }

  /// A piece of `literals`.
  struct Literal {
    var start: Int32 = 0
    var count: Int32 = 0
  }

  struct Step {
    var operation: Operation
    var form = Form.string
    /// open: whatever is filled. list: even if it is empty.
    var isAlways = false
    /// field: the order number's prefix goes in front.
    var isPrefixed = false
    /// field: the slot. list: its place among the lists of its owner.
    var first: Int32 = 0
    /// open, list: the step behind its end.
    var skip: Int32 = 0
    /// `"name":`, `"name":{` or `"name":[`.
    var literal: Literal
    /// field: what stands for a missing value; empty where nothing does.
    var standIn = Literal()
    /// open: the slots of which one must be filled.
    var slots: UInt64 = 0
  }

  private(set) var steps: [Step] = []
  private(set) var literals: [UInt8] = []
  private(set) var prefix = Literal()
  /// Steps of the whole document, and of one line alone.
  private var document = 0..<0
  private var line = 0..<0

  init(layout: Layout, handling: Handling) {
    prefix = literal(handling.orderNumberPrefix)
    let compiler = Compiler(layout: layout, defaults: handling.defaults, hasPrefix: !handling.orderNumberPrefix.isEmpty)
    compiler.compile(into: &self)
    document = 0..<steps.count
    if let list = compiler.lines(in: self) { line = list + 1..<Int(steps[list].skip) }
  }

  /// Writes the document (`entry` 0), or one line of it alone.
  func write(_ entry: Int, of document: Document, into json: inout BodyBuffer, indices: inout LineIndices) {
    let range = entry == 0 ? self.document : line
    let prefix = prefix
    document.withContents { contents in
      literals.withUnsafeBytes { literals in
        steps.withUnsafeBufferPointer { steps in
          let run = RequestRun(steps: steps, literals: literals, prefix: prefix, contents: contents)
          run.object(entry, range, into: &json, &indices)
        }
      }
    }
    json.end()
  }

  fileprivate mutating func literal(_ text: String) -> Literal {
    let start = literals.count
    literals.append(contentsOf: text.utf8)
    return Literal(start: Int32(start), count: Int32(literals.count - start))
  }

  /// Goes through the field table once.
  private struct Compiler {
    typealias Placed = (parts: [String], place: (section: Int, slot: Int), field: Field)

    let layout: Layout
    let defaults: [String: String]
    let hasPrefix: Bool

    func compile(into program: inout RequestProgram) {
      let sent = layout.fields.indices.filter { layout.fields[$0].isSent }.map { index -> Placed in
        (layout.fields[index].path.split(separator: ".").map(String.init), layout.place(of: index), layout.fields[index])
      }
      compile(sent, path: [], into: &program)
    }

    /// The step that begins the lines.
    func lines(in program: RequestProgram) -> Int? {
      let name = layout.sections[layout.lines].path.dropLast(2)
      let literal = Array("\"\(name)\":[".utf8)
      return program.steps.firstIndex { step in
        step.operation == .list
          && program.literals[Int(step.literal.start)..<Int(step.literal.start + step.literal.count)].elementsEqual(literal)
      }
    }

    /// Steps for the fields below `path`, grouped by their next name, in order of the table.
    private func compile(_ fields: [Placed], path: [String], into program: inout RequestProgram) {
      var done: Set<String> = []
      for placed in fields {
        let name = placed.parts[path.count]
        guard done.insert(name).inserted else { continue }
        let below = fields.filter { $0.parts[path.count] == name }
        let deeper = path + [name]
        if name.hasSuffix("[]") {
          compileList(below, named: String(name.dropLast(2)), path: deeper, into: &program)
        } else if placed.parts.count == deeper.count {
          compileField(placed, name: name, into: &program)
        } else {
          compileObject(below, name: name, path: deeper, into: &program)
        }
      }
    }

    private func compileField(_ placed: Placed, name: String, into program: inout RequestProgram) {
      var step = Step(
        operation: placed.field.role == .lineNumber ? .index : .field, first: Int32(placed.place.slot),
        literal: program.literal("\"\(name)\":"))
      step.standIn = program.literal(defaults[placed.field.column] ?? "")
      step.isPrefixed = hasPrefix && placed.field.column == "order_number"
      switch ValueShape(placed.field.content) {
      case .text, .date, .choice, .segment, .currency: step.form = .string
      case .decimal, .quantity: step.form = .number
      case .boolean: step.form = .boolean
      }
      program.steps.append(step)
    }

    private func compileObject(_ below: [Placed], name: String, path: [String], into program: inout RequestProgram) {
      let place = program.steps.count
      var step = Step(operation: .open, literal: program.literal("\"\(name)\":{"))
      step.isAlways = layout.requiredObjects.contains(path.joined(separator: "."))
      let section = layout.sections.lastIndex { section in section.path.isEmpty || path.joined(separator: ".").hasPrefix(section.path + ".")
      }
      for (_, place, _) in below where place.section == section { step.slots |= 1 << UInt64(place.slot) }
      program.steps.append(step)
      compile(below, path: path, into: &program)
      program.steps.append(Step(operation: .close, literal: Literal()))
      program.steps[place].skip = Int32(program.steps.count)
    }

    private func compileList(_ below: [Placed], named name: String, path: [String], into program: inout RequestProgram) {
      let place = program.steps.count
      let section = layout.sections.firstIndex { $0.path == path.joined(separator: ".") } ?? 0
      let owner = layout.sections[section].owner ?? 0
      let rank = layout.sections[owner].lists.firstIndex(of: section) ?? 0
      var step = Step(operation: .list, first: Int32(rank), literal: program.literal("\"\(name)\":["))
      step.isAlways = layout.requiredLists.contains(layout.sections[section].path)
      program.steps.append(step)
      compile(below, path: path, into: &program)
      program.steps[place].skip = Int32(program.steps.count)
    }
  }
}
