/// One row of the seed's tables: a member of an object.
struct Field: Sendable {
  var name: String
  var shape: Shape
  var isRequired: Bool

  static func required(_ name: String, _ shape: Shape) -> Field { Field(name: name, shape: shape, isRequired: true) }
  static func optional(_ name: String, _ shape: Shape) -> Field { Field(name: name, shape: shape, isRequired: false) }
}
