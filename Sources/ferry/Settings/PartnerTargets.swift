import Documents
import Translation

/// Which targets a partner's files go to: what it says itself, else `erp` and `schneider` where they are there.
struct PartnerTargets {
  /// All there are, by name.
  let targets: [String: TargetSettings]
  /// What the root says of `availability`.
  let availability: API?

  /// Where nothing is said.
  var standard: Handling.Targets {
    var standard = Handling.Targets(erp: targets["erp"]?.name, schneider: targets["schneider"]?.name)
    standard.availability = availability ?? (standard.erp == nil && standard.schneider != nil ? .schneider : .erp)
    return standard
  }

  /// Of the partner, or of the profile, whose section it is.
  func read(_ section: SettingsSection, over standard: Handling.Targets) -> Handling.Targets {
    var own = standard
    let notes = section.notes
    let target = section.text("target").flatMap { named($0, section, "target", among: Array(targets.values)) }
    switch target?.api {
    case .erp:
      own.erp = target?.name
      if availability == nil { own.availability = .erp }
    case .schneider:
      own.schneider = target?.name
      own.availability = .schneider
    case nil: break
    }
    if let account = section.text("schneider") {
      let accounts = targets.values.filter { $0.api == .schneider }
      own.schneider = named(account, section, "schneider", among: accounts, "account of Schneider Electric")?.name ?? own.schneider
      if let target, target.api == .schneider, target.name != own.schneider {
        notes.mistake(
          place(section, "schneider"),
          "\(section.name("schneider")) is \"\(account)\" and \(section.name("target")) is the account \"\(target.name)\"; keep one of them"
        )
      }
    }
    if own.erp == nil, own.schneider != nil { own.availability = .schneider }
    if let api = section.choice("availability", API.allCases) {
      own.availability = api
      if own[api] == nil { isWithout(api, section) }
    }
    return own
  }

  /// The root's own word for `availability`, where nobody could follow it.
  func check(_ root: SettingsSection) {
    guard let availability, !targets.values.contains(where: { $0.api == availability }) else { return }
    root.notes.mistake(
      place(root, "availability"),
      "availability is \(availability.rawValue), and there is no such target; add the section \(availability.rawValue)")
  }

  // MARK: mistakes

  private func named(
    _ name: String, _ section: SettingsSection, _ key: String, among known: [TargetSettings], _ what: String = "target"
  ) -> TargetSettings? {
    if let found = known.first(where: { $0.name == name }) { return found }
    let names = known.map(\.name).sorted()
    let hint =
      Suggestion.nearest(to: name, among: names).map { "did you mean \($0)?" }
      ?? (names.isEmpty ? "add the section schneider" : "expected one of \(names.joined(separator: ", "))")
    section.notes.mistake(place(section, key), "\(section.name(key)): there is no \(what) \"\(name)\"; \(hint)")
    return nil
  }

  private func isWithout(_ api: API, _ section: SettingsSection) {
    let key = section.name(api == .erp ? "target" : "schneider")
    section.notes.mistake(
      place(section, "availability"),
      "\(section.name("availability")) is \(api.rawValue), and the partner has no such target; add the section \(api.rawValue), or name one as \(key)"
    )
  }

  private func place(_ section: SettingsSection, _ key: String) -> SettingsPlace {
    section.notes.places[section.name(key)] ?? section.place
  }
}
