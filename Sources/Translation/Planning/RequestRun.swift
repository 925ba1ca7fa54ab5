import Contracts
import Documents

/// One run of a `RequestProgram` over one document.
struct RequestRun {
  let steps: UnsafeBufferPointer<RequestProgram.Step>
  let literals: UnsafeRawBufferPointer
  let prefix: RequestProgram.Literal
  let contents: Document.Contents

  /// The object of one entry, by the steps of its section.
  func object(_ index: Int, _ range: Range<Int>, into json: inout BodyBuffer, _ indices: inout LineIndices) {
    let entry = contents.entries[index]
    let values = contents.values + entry.firstValue
    json.open(UInt8(ascii: "{"))
    var at = range.lowerBound
    while at < range.upperBound {
      let step = steps[at]
      switch step.operation {
      case .field: field(step, entry, values, into: &json)
      case .index:
        json.raw(bytes(of: step.literal))
        indices.append(line: bytes(of: values[Int(step.first)]), to: &json)
      case .open:
        guard step.isAlways || entry.filled & step.slots != 0 else {
          at = Int(step.skip)
          continue
        }
        json.raw(bytes(of: step.literal))
      case .close: json.close(UInt8(ascii: "}"))
      case .list:
        list(step, entry, at: at, into: &json, &indices)
        at = Int(step.skip)
        continue
      }
      at &+= 1
    }
    json.close(UInt8(ascii: "}"))
  }

  @inline(__always)
  private func bytes(of value: Document.Value) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: contents.text[Int(value.offset)..<Int(value.offset &+ max(0, value.length))])
  }

  @inline(__always)
  private func bytes(of literal: RequestProgram.Literal) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: literals[Int(literal.start)..<Int(literal.start &+ literal.count)])
  }

  /// A value, or its default; a text that is there and empty goes out as an empty string.
  @inline(__always)
  private func field(
    _ step: RequestProgram.Step, _ entry: Document.Entry, _ values: UnsafePointer<Document.Value>, into json: inout BodyBuffer
  ) {
    let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: step.first)
    let text: UnsafeRawBufferPointer
    if entry.filled & bit != 0 {
      text = bytes(of: values[Int(step.first)])
    } else if step.standIn.count > 0 || entry.present & bit != 0 && step.form == .string {
      text = bytes(of: step.standIn)
    } else {
      return
    }
    json.raw(bytes(of: step.literal))
    value(text, step, into: &json)
  }

  @inline(__always)
  private func value(_ bytes: UnsafeRawBufferPointer, _ step: RequestProgram.Step, into json: inout BodyBuffer) {
    switch step.form {
    case .string: json.string(bytes, after: step.isPrefixed ? self.bytes(of: prefix) : nil)
    case .number: json.number(bytes)
    case .boolean: json.boolean(ValueRules.boolean(bytes.bindMemory(to: UInt8.self)) == true)
    }
  }

  private func list(
    _ step: RequestProgram.Step, _ owner: Document.Entry, at: Int, into json: inout BodyBuffer, _ indices: inout LineIndices
  ) {
    var entry = Int(contents.heads[owner.firstHead &+ Int(step.first)].first)
    guard entry >= 0 || step.isAlways else { return }
    json.raw(bytes(of: step.literal))
    if entry < 0 { standIn(at + 1..<Int(step.skip), into: &json) }
    while entry >= 0 {
      object(entry, at + 1..<Int(step.skip), into: &json, &indices)
      entry = Int(contents.entries[entry].next)
    }
    json.close(UInt8(ascii: "]"))
  }

  /// The one entry of a required list that the document leaves out, made of defaults; nothing where there are none.
  private func standIn(_ range: Range<Int>, into json: inout BodyBuffer) {
    guard range.contains(where: { steps[$0].operation == .field && steps[$0].standIn.count > 0 }) else { return }
    json.open(UInt8(ascii: "{"))
    var at = range.lowerBound
    while at < range.upperBound {
      let step = steps[at]
      at += 1
      switch step.operation {
      case .field where step.standIn.count > 0:
        json.raw(bytes(of: step.literal))
        value(bytes(of: step.standIn), step, into: &json)
      case .open where step.isAlways: json.raw(bytes(of: step.literal))
      case .open, .list: at = Int(step.skip)
      case .close: json.close(UInt8(ascii: "}"))
      case .field, .index: break
      }
    }
    json.close(UInt8(ascii: "}"))
  }
}
