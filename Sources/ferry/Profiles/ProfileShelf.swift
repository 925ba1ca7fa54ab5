import Formats
import SystemPackage
import Translation
import Yams

/// Finds profiles by what the settings call them, a file below the settings' folder or the name of a built-in one, and reads each once.
final class ProfileShelf {
  /// The settings file's folder; and as messages call it.
  private let base: FilePath
  private let shownBase: FilePath
  private let notes: SettingsNotes
  private var drafts: [String: ProfileDraft?] = [:]

  init(base: FilePath, notes: SettingsNotes) {
    self.base = base
    self.notes = notes
    shownBase = FilePath(notes.file).removingLastComponent()
  }

  /// nil: there is none, or none that can be used, which is reported. `setting`: who names it.
  func draft(_ name: SettingsSection.Scalar, setting: String) -> ProfileDraft? {
    if let known = drafts[name.text] { return known }
    let draft = Self.isFile(name.text) ? file(name, setting: setting) : builtin(name, setting: setting)
    drafts[name.text] = draft
    return draft
  }

  /// Built-in names have neither.
  private static func isFile(_ name: String) -> Bool { name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

  private func builtin(_ name: SettingsSection.Scalar, setting: String) -> ProfileDraft? {
    guard let text = BuiltinProfiles.text(of: name.text) else {
      let names = BuiltinProfiles.names
      let hint =
        Suggestion.nearest(to: name.text, among: names).map { "did you mean \($0)?" }
        ?? "expected a file, for example profiles/acme.yaml, or one of \(names.joined(separator: ", "))"
      notes.mistake(name.place, "\(setting): there is no built-in profile \"\(SettingsSection.shown(name.text))\"; \(hint)")
      return nil
    }
    return Self.builtin(name.text, text, notes)
  }

  /// The program's own. Mistakes in it are reported as in any other.
  static func builtin(_ name: String, _ text: [UInt8], _ notes: SettingsNotes) -> ProfileDraft? {
    do {
      let node = try YAMLText.parse(text, named: "\(name).yaml")
      let inner = SettingsNotes(profile: "\(name).yaml", of: notes)
      let root = SettingsSection(node, path: [], in: .file(inner.file, line: 1, column: 1), inner)
      return ProfileReader(root: root, folder: nil).read(over: ProfileDraft(name: name), extends: false)
    } catch {
      for mistake in error.mistakes { notes.mistake(mistake.place, mistake.message) }
      return nil
    }
  }

  private func file(_ name: SettingsSection.Scalar, setting: String) -> ProfileDraft? {
    let path = base.pushing(FilePath(name.text)).lexicallyNormalized()
    let shown = shownBase.pushing(FilePath(name.text)).string
    do {
      let node = try YAMLText.read(path, named: shown)
      let inner = SettingsNotes(profile: shown, of: notes)
      let root = SettingsSection(node, path: [], in: .file(shown, line: 1, column: 1), inner)
      return draft(root, path)
    } catch let error as SettingsError {
      for mistake in error.mistakes { notes.mistake(mistake.place, mistake.message) }
    } catch {
      let reason = (error as? FormatError)?.message ?? "\(error)"
      notes.mistake(
        name.place,
        "\(setting): \(shown) \(reason); write the profile there, or name a built-in one: \(BuiltinProfiles.names.joined(separator: ", "))")
    }
    return nil
  }

  /// Over what it extends, which is always a built-in one.
  private func draft(_ root: SettingsSection, _ path: FilePath) -> ProfileDraft? {
    guard root.isMapping else { return nil }
    var standard = ProfileDraft(name: path.stem ?? path.string)
    let extended = root.scalar("extends")
    if let extended {
      guard let draft = builtin(extended, setting: "extends") else { return nil }
      standard = draft
      standard.name = path.stem ?? path.string
    }
    standard.file = FilePath(root.notes.file)
    return ProfileReader(root: root, folder: path.removingLastComponent()).read(over: standard, extends: extended != nil)
  }
}
