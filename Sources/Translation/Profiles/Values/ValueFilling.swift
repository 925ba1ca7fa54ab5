import Documents

/// What a field is where it stays empty in all rows of a document or line.
struct ValueFilling {
  let section: Int
  let slot: Int
  let value: [UInt8]
  /// For those who want to know how a value came about.
  let mapping: ValueMapping

  /// nil: the rule says nothing of it.
  init?(_ rule: FieldRule, of profile: Profile) {
    guard let text = rule.ifEmpty, !text.isEmpty, let mapping = ValueMapping(rule, of: profile) else { return nil }
    (section, slot) = profile.kind.layout.place(of: mapping.field)
    value = Array(text.utf8)
    self.mapping = mapping
  }
}
