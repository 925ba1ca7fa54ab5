import Contracts
import Documents

/// One run of a `RequestProgram` over one document.
struct RequestRun {
  let steps: UnsafeBufferPointer<RequestProgram.Step>
  let literals: UnsafeRawBufferPointer
  let prefix: RequestProgram.Literal
  let text: UnsafeRawBufferPointer
  let document: Document

  /// The object of one entry, by the steps of its section.
  func object(_ index: Int, _ range: Range<Int>, into json: inout JSONWriter, _ indices: inout LineIndices) {
    let entry = document.entries[index]
    json.raw(UInt8(ascii: "{"))
    var at = range.lowerBound
    while at < range.upperBound {
      let step = steps[at]
      switch step.operation {
      case .field: field(step, entry, into: &json)
      case .index:
        name(step, into: &json)
        indices.append(line: bytes(of: document.values[entry.firstValue + Int(step.first)]), to: &json)
      case .open:
        guard step.isAlways || entry.filled & step.slots != 0 else {
          at = Int(step.skip)
          continue
        }
        name(step, into: &json)
      case .close: json.raw(UInt8(ascii: "}"))
      case .list:
        list(step, owner: index, at: at, into: &json, &indices)
        at = Int(step.skip)
        continue
      }
      at &+= 1
    }
    json.raw(UInt8(ascii: "}"))
  }

  @inline(__always)
  private func bytes(of value: Document.Value) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: text[Int(value.offset)..<Int(value.offset + max(0, value.length))])
  }

  @inline(__always)
  private func bytes(of literal: RequestProgram.Literal) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: literals[Int(literal.start)..<Int(literal.start + literal.count)])
  }

  @inline(__always)
  private func name(_ step: RequestProgram.Step, into json: inout JSONWriter) {
    json.comma()
    json.raw(bytes(of: step.literal))
  }

  /// A value, or its default; a text that is there and empty goes out as an empty string.
  @inline(__always)
  private func field(_ step: RequestProgram.Step, _ entry: Document.Entry, into json: inout JSONWriter) {
    let bit: UInt64 = 1 << UInt64(step.first)
    if entry.filled & bit != 0 {
      name(step, into: &json)
      value(bytes(of: document.values[entry.firstValue + Int(step.first)]), step, into: &json)
    } else if step.standIn.count > 0 || entry.present & bit != 0 && step.form == .string {
      name(step, into: &json)
      value(bytes(of: step.standIn), step, into: &json)
    }
  }

  @inline(__always)
  private func value(_ bytes: UnsafeRawBufferPointer, _ step: RequestProgram.Step, into json: inout JSONWriter) {
    switch step.form {
    case .string: json.string(bytes, after: step.isPrefixed ? self.bytes(of: prefix) : nil)
    case .number: json.number(bytes)
    case .boolean: json.raw(ValueRules.boolean(bytes.bindMemory(to: UInt8.self)) == true ? "true" : "false")
    }
  }

  private func list(
    _ step: RequestProgram.Step, owner: Int, at: Int, into json: inout JSONWriter, _ indices: inout LineIndices
  ) {
    var entry = document.first(of: Int(step.first), in: owner)
    guard entry >= 0 || step.isAlways else { return }
    name(step, into: &json)
    if entry < 0 { standIn(at + 1..<Int(step.skip), into: &json) }
    while entry >= 0 {
      json.comma()
      object(entry, at + 1..<Int(step.skip), into: &json, &indices)
      entry = document.next(entry)
    }
    json.raw(UInt8(ascii: "]"))
  }

  /// The one entry of a required list that the document leaves out, made of defaults; nothing where there are none.
  private func standIn(_ range: Range<Int>, into json: inout JSONWriter) {
    guard range.contains(where: { steps[$0].operation == .field && steps[$0].standIn.count > 0 }) else { return }
    json.raw(UInt8(ascii: "{"))
    for at in range where steps[at].operation == .field && steps[at].standIn.count > 0 {
      name(steps[at], into: &json)
      value(bytes(of: steps[at].standIn), steps[at], into: &json)
    }
    json.raw(UInt8(ascii: "}"))
  }
}
