import Translation
import Yams

/// One mapping of the settings file, or of a profile. Every key that it is asked for is known; `finish` reports the others. Environment
/// variables (`FERRY_` and the path in capitals) go before the file, where the notes have any; an empty one counts as not set.
final class SettingsSection {
  /// A scalar as written.
  struct Scalar {
    let text: String
    let place: SettingsPlace
    /// Nothing stands around it: `2` may be a number.
    var isPlain = true
  }

  /// A member that may be one value, some, or a mapping.
  enum Entry {
    case scalar(Scalar)
    case list([Scalar])
    case section(SettingsSection)
    /// There, without a value.
    case nothing
  }

  let path: [String]
  let notes: SettingsNotes
  /// Of the mapping; of what it stands in, where it is not there.
  let place: SettingsPlace
  /// Whether the file has it.
  let isPresent: Bool
  /// Or nothing at all; false: something else stands there, which is reported.
  let isMapping: Bool
  private typealias Member = (key: String, keyPlace: SettingsPlace, value: Node)
  private let members: [Member]
  private var known: [String] = []

  /// `node` nil: the file does not have it, but the environment may.
  init(_ node: Node?, path: [String], in outer: SettingsPlace, _ notes: SettingsNotes) {
    self.path = path
    self.notes = notes
    place = node?.mark.map { .file(notes.file, line: $0.line, column: $0.column) } ?? outer
    isPresent = node != nil
    isMapping = node.map { $0.mapping != nil || Self.isNull($0) } ?? true
    guard let node, !Self.isNull(node) else {
      members = []
      return
    }
    guard let mapping = node.mapping else {
      members = []
      notes.mistake(place, "\(path.isEmpty ? "the file" : path.joined(separator: ".")) is no mapping; expected keys with values")
      return
    }
    members = mapping.map { key, value in
      let keyPlace = key.mark.map { SettingsPlace.file(notes.file, line: $0.line, column: $0.column) } ?? outer
      return (key.string ?? "", keyPlace, value)
    }
  }

  /// The full name of a key, for messages: `erp.base_url`.
  func name(_ key: String) -> String { (path + [key]).joined(separator: ".") }

  // MARK: members

  /// The keys that are there, in order of the file.
  var keys: [String] { members.map(\.key) }

  /// nil: not set.
  func scalar(_ key: String) -> Scalar? {
    know(key)
    let variable = Self.variable(path + [key])
    if let text = notes.environment[variable], !text.isEmpty {
      let place = SettingsPlace.environment(variable)
      notes.found(name(key), at: place)
      return Scalar(text: text, place: place)
    }
    guard let member = members.last(where: { $0.key == key }) else { return nil }
    let place = place(of: member.value, or: member.keyPlace)
    notes.found(name(key), at: place)
    guard let scalar = member.value.scalar else {
      notes.mistake(place, "\(name(key)) is a list or mapping; expected a single value")
      return nil
    }
    guard !Self.isNull(member.value) else {
      notes.mistake(place, "\(name(key)) has no value; give it one or remove the key")
      return nil
    }
    return Scalar(text: scalar.string, place: place, isPlain: scalar.style == .plain)
  }

  /// nil: not set, or a list of something else than values, which is reported.
  func entry(_ key: String, as shape: KeyShape? = nil) -> Entry? {
    know(key)
    if let shape { notes.describe(path + [key], shape) }
    return members.last { $0.key == key }.flatMap(entry)
  }

  private func entry(_ member: Member) -> Entry? {
    let place = place(of: member.value, or: member.keyPlace)
    notes.found(name(member.key), at: place)
    if Self.isNull(member.value) { return .nothing }
    if let scalar = member.value.scalar { return .scalar(Scalar(text: scalar.string, place: place, isPlain: scalar.style == .plain)) }
    guard let sequence = member.value.sequence else {
      return .section(SettingsSection(member.value, path: path + [member.key], in: place, notes))
    }
    var list: [Scalar] = []
    for node in sequence {
      let place = self.place(of: node, or: place)
      guard let scalar = node.scalar, !Self.isNull(node) else {
        notes.mistake(place, "\(name(member.key)) holds something else than values; expected a list of single values")
        return nil
      }
      list.append(Scalar(text: scalar.string, place: place, isPlain: scalar.style == .plain))
    }
    return .list(list)
  }

  /// A list of values; a single value is a list of one. nil: not set, or wrong and reported.
  func list(_ key: String) -> [Scalar]? {
    notes.describe(path + [key], .list)
    switch entry(key) {
    case .scalar(let scalar): return [scalar]
    case .list(let list): return list
    case .section(let section): notes.mistake(section.place, "\(name(key)) is a mapping; expected a value or a list of values")
    case .nothing: notes.mistake(notes.places[name(key)] ?? place, "\(name(key)) has no value; give it one or remove the key")
    case nil: break
    }
    return nil
  }

  /// The mappings of a list. nil: not set.
  func items(_ key: String) -> [SettingsSection]? {
    know(key)
    guard !notes.isDescribing else { return [SettingsSection(nil, path: path + [key, "[]"], in: place, notes)] }
    guard let member = members.last(where: { $0.key == key }) else { return nil }
    let place = place(of: member.value, or: member.keyPlace)
    notes.found(name(key), at: place)
    guard let sequence = member.value.sequence else {
      notes.mistake(place, "\(name(key)) is no list; expected a list of mappings, each after a dash or in braces")
      return nil
    }
    return sequence.enumerated().map { number, node in
      SettingsSection(node, path: path + ["\(key)[\(number + 1)]"], in: place, notes)
    }
  }

  /// All members, in order of the file: a map of names.
  func entries() -> [(name: String, entry: Entry)] {
    members.compactMap { member in entry(member).map { (member.key, $0) } }
  }

  /// All members, each of one value: a map of names to values.
  func scalars() -> [(name: String, value: Scalar)] {
    members.compactMap { member in scalar(member.key).map { (member.key, $0) } }
  }

  /// A mapping inside; empty where it is not there.
  func section(_ key: String, as shape: KeyShape? = nil) -> SettingsSection {
    know(key)
    if let shape { notes.describe(path + [key], shape) }
    let section = SettingsSection(members.last { $0.key == key }?.value, path: path + [key], in: place, notes)
    if section.isPresent { notes.found(name(key), at: section.place) }
    return section
  }

  /// Whether the file has a mapping under this key, and not a scalar.
  func hasSection(_ key: String) -> Bool { members.last { $0.key == key }?.value.mapping != nil }

  /// All members as mappings, in order of the file: a map of names.
  func sections() -> [(name: String, section: SettingsSection, place: SettingsPlace)] {
    members.map { member in
      know(member.key)
      return (member.key, SettingsSection(member.value, path: path + [member.key], in: place, notes), member.keyPlace)
    }
  }

  /// All members as they stand: a map of names to values.
  func nodes() -> [(name: String, node: Node, place: SettingsPlace)] {
    members.map { member in
      know(member.key)
      return (member.key, member.value, place(of: member.value, or: member.keyPlace))
    }
  }

  /// Reports the keys that nobody asked for. `expected`: what they are called together, where they are too many to be listed.
  func finish(expected: String? = nil) {
    for member in members where !known.contains(member.key) {
      if let near = Suggestion.nearest(to: member.key, among: known) {
        notes.mistake(member.keyPlace, "unknown key \"\(member.key)\"; did you mean \(near)?")
      } else {
        let place = path.isEmpty ? "" : " in \(path.joined(separator: "."))"
        let expected = expected ?? "one of \(known.joined(separator: ", "))"
        notes.mistake(member.keyPlace, "unknown key \"\(member.key)\"\(place); expected \(expected)")
      }
    }
  }

  private func know(_ key: String) {
    if !known.contains(key) { known.append(key) }
  }

  private func place(of node: Node, or other: SettingsPlace) -> SettingsPlace {
    node.mark.map { .file(notes.file, line: $0.line, column: $0.column) } ?? other
  }

  private static func isNull(_ node: Node) -> Bool {
    guard let scalar = node.scalar, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// `FERRY_ERP_BASE_URL` for `erp.base_url`.
  static func variable(_ path: [String]) -> String {
    let name = (["FERRY"] + path).joined(separator: "_")
    return String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }
}
