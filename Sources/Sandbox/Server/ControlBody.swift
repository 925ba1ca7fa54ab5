/// Reads the body of a call under `/sandbox`. An unknown member is refused: a slip of the pen would do nothing, and nobody would notice.
enum ControlBody {
  static func read(_ bytes: [UInt8]) throws(ControlRefusal) -> JSONValue {
    do {
      return try JSONReader.read(bytes)
    } catch {
      throw ControlRefusal(messages: ["body is not JSON: \(error.message) at byte \(error.offset)"])
    }
  }

  static func read(_ bytes: [UInt8], as shape: Shape) throws(ControlRefusal) -> JSONValue {
    let value = try read(bytes)
    try check(value, against: shape)
    return value
  }

  static func check(_ value: JSONValue, against shape: Shape) throws(ControlRefusal) {
    let check = ShapeCheck(value, against: shape)
    let messages = check.messages + check.unknownFields.map { "\($0) is unknown" }
    guard messages.isEmpty else { throw ControlRefusal(messages: messages) }
  }
}
