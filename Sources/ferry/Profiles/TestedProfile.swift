import Documents
import SystemPackage
import Translation

/// A profile with the handling that it is tested with: that of the first partner who uses it; of a file that no partner names, what it says itself.
struct TestedProfile {
  /// As messages name it.
  let file: FilePath
  let profile: Profile
  let handling: Handling

  /// All files that the settings' partners name, each once.
  static func all(in settings: Settings) -> [TestedProfile] {
    var seen: Set<FilePath> = []
    return settings.partnerNames.compactMap { settings.partners[$0] }.flatMap(of).filter { seen.insert($0.path).inserted }
  }

  private static func of(_ partner: PartnerSettings) -> [TestedProfile] {
    zip(partner.profileFiles, partner.handling.profiles).compactMap { file, profile in
      file.map { TestedProfile(file: $0, profile: profile, handling: partner.handling) }
    }
  }

  private var path: FilePath { Settings.absolute(file) }

  /// `name`: a path, or a partner's name. `settings` nil: there are none.
  static func named(_ name: String, in settings: Settings?) throws -> [TestedProfile] {
    if let partner = settings?.partners[name] {
      let found = of(partner)
      guard found.isEmpty else { return found }
      throw CommandError(.usage, "the partner \(name) has no profile of its own; expected profile: FILE under partners.\(name)")
    }
    let path = Settings.absolute(FilePath(name))
    let known = settings.map { all(in: $0) } ?? []
    if let found = known.first(where: { $0.path == path }) { return [found] }
    guard name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
      let names = settings?.partnerNames ?? []
      let hint =
        Suggestion.nearest(to: name, among: names).map { "did you mean \($0)?" } ?? "expected a partner's name, or a profile's file"
      throw CommandError(.usage, "there is no partner \"\(name)\"; \(hint)")
    }
    return [try alone(path, named: name)]
  }

  /// As if a partner of the profile's name had nothing but the profile.
  static func alone(_ path: FilePath, named name: String) throws(SettingsError) -> TestedProfile {
    let notes = SettingsNotes(file: Settings.defaultFile, environment: [:])
    let plain = Settings.plain(in: WorkingFolder.path)
    let loader = PartnerProfiles(shelf: ProfileShelf(base: WorkingFolder.path, notes: notes), notes: notes)
    let place = SettingsPlace.file(name, line: 0, column: 0)
    var partner = PartnerSettings(handling: Handling())
    partner.handling.targets = PartnerTargets(targets: plain.targets, availability: nil).standard
    let draft = loader.shelf.draft(SettingsSection.Scalar(text: name, place: place), setting: "profile")
    if let draft {
      partner = loader.apply([draft], to: partner, PartnerTargets(targets: plain.targets, availability: nil))
      loader.check([draft], partner)
    }
    partner.handling.partner = path.stem ?? name
    guard notes.mistakes.isEmpty, let profile = partner.handling.profiles.first else { throw SettingsError(notes.mistakes) }
    return TestedProfile(file: FilePath(name), profile: profile, handling: partner.handling)
  }
}
