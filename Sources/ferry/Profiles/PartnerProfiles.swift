import Mailboxes
import Translation

/// A partner's `profile` or `profiles`, and what they say of its handling.
struct PartnerProfiles {
  let shelf: ProfileShelf
  let notes: SettingsNotes

  /// Those that can be used, in order: the first one that a file's name fits counts.
  func drafts(_ section: SettingsSection) -> [ProfileDraft] {
    let one = section.scalar("profile")
    var names = one.map { [$0] } ?? []
    if let list = section.list("profiles") {
      if let one {
        notes.mistake(one.place, "\(section.name("profile")) stands beside \(section.name("profiles")); name all of them in profiles")
      }
      names += list
    }
    let key = section.name(one == nil ? "profiles" : "profile")
    var first: String?
    return names.compactMap { name in
      guard let draft = shelf.draft(name, setting: key) else { return nil }
      if let first {
        notes.mistake(
          name.place, "\(key): \(name.text) comes after \(first), which takes every file; give \(first) files, or put it at the end")
      }
      if draft.files.isEmpty { first = name.text }
      return draft
    }
  }

  /// What the profiles say of the partner's handling goes before what the settings say of all partners; the partner's own keys go before both.
  func apply(_ drafts: [ProfileDraft], to standard: PartnerSettings, _ routes: PartnerTargets) -> PartnerSettings {
    var partner = standard
    for draft in drafts {
      for layer in draft.layers {
        partner = PartnerKeys.read(layer, over: partner)
        partner.handling.targets = routes.read(layer, over: partner.handling.targets)
        layer.finish()
      }
    }
    partner.handling.profiles = drafts.compactMap(\.profile)
    partner.profileFiles = drafts.filter { $0.profile != nil }.map(\.file)
    checkAgreement(drafts)
    return partner
  }

  /// What stands in one of several profiles holds for all files of the partner: two of them cannot say it differently.
  private func checkAgreement(_ drafts: [ProfileDraft]) {
    var said: [String: (text: String, by: String)] = [:]
    for draft in drafts {
      for (key, scalar) in draft.layers.last.map(Self.words) ?? [] {
        if let other = said[key], other.text != scalar.text {
          notes.mistake(
            scalar.place,
            "\(key) is \"\(SettingsSection.shown(scalar.text))\" here and \"\(SettingsSection.shown(other.text))\" in \(other.by), and a partner "
              + "with both has one of them; say it in one place, or as a constant in fields")
        } else {
          said[key] = (scalar.text, draft.layers.last?.notes.file ?? draft.name)
        }
      }
    }
  }

  private static func words(_ root: SettingsSection) -> [(String, SettingsSection.Scalar)] {
    let flat = ["policy", "target", "availability", "schneider", "track", "rest_period", "marker_required"]
    let plan = root.section("plan_step")
    let defaults = root.section("defaults")
    return flat.compactMap { key in root.scalar(key).map { (key, $0) } } + plan.scalars().map { ("plan_step.\($0.name)", $0.value) }
      + defaults.entries().flatMap { name, entry -> [(String, SettingsSection.Scalar)] in
        switch entry {
        case .scalar(let scalar): [("defaults.\(name)", scalar)]
        case .section(let inner): inner.scalars().map { ("defaults.\(name).\($0.name)", $0.value) }
        case .list, .nothing: []
        }
      }
  }

  /// After the partner's own keys: nothing else can fill a field any more.
  func check(_ drafts: [ProfileDraft], _ partner: PartnerSettings) {
    for draft in drafts { ProfileChecks.checkColumns(of: draft, handling: partner.handling) }
  }
}
