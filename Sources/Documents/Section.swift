/// The fields that repeat together: the document itself, its lines, or a list inside one of them. Sections form a tree.
package struct Section: Sendable, Hashable {
  /// Path of the array, `items[].warehouses[]`; empty for the document itself.
  package let path: String
  /// Index of the owning section; nil for the document itself.
  package let owner: Int?
  /// The fields, by index into `Layout.fields`; a value's slot is its place in here.
  package private(set) var fields: [Int] = []
  /// The sections inside, by index into `Layout.sections`, in the order of the table.
  package private(set) var lists: [Int] = []
  /// The slot that tells one entry of a list from another (`warehouse_id`); nil for the document and its lines.
  package private(set) var key: Int?

  package init(path: String, owner: Int?) {
    self.path = path
    self.owner = owner
  }

  package mutating func append(field: Int, isKey: Bool) {
    if isKey { key = fields.count }
    fields.append(field)
  }

  package mutating func append(list: Int) { lists.append(list) }
}
