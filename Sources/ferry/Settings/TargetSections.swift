import Contracts
import Documents
import SystemPackage

/// `erp`, `schneider` and the map `targets`.
struct TargetSections {
  let root: SettingsSection
  let base: FilePath
  let secrets: Settings.Secrets

  private var notes: SettingsNotes { root.notes }

  /// By name. A target with mistakes is among them: whoever uses it has not made one more.
  func read() -> [String: TargetSettings] {
    var targets: [String: TargetSettings] = [:]
    let further = root.section("targets")
    for (name, section, place) in further.sections() {
      guard API(rawValue: name) == nil, !name.isEmpty,
        name.utf8.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || "-_".utf8.contains($0) })
      else {
        let problem = API(rawValue: name) == nil ? "is no name of a target" : "has a section of its own, \(name)"
        notes.mistake(place, "target \"\(name)\" \(problem); expected letters, digits, - and _, other than erp and schneider")
        continue
      }
      let api = section.choice("type", API.allCases)
      let isUnknown = api == nil && notes.places[section.name("type")] != nil
      targets[name] = isUnknown ? TargetSettings(.erp, name: name, section: "targets.\(name)") : target(api ?? .erp, section, name)
    }
    let schneider = root.section("schneider")
    if isSet(schneider) { targets["schneider"] = target(.schneider, schneider, "schneider") }
    let erp = root.section("erp")
    if isSet(erp) || targets.isEmpty { targets["erp"] = target(.erp, erp, "erp") }
    return targets
  }

  /// In the file, or in the environment alone.
  private func isSet(_ section: SettingsSection) -> Bool {
    section.isPresent || notes.environment[SettingsSection.variable(section.path + ["base_url"])]?.isEmpty == false
  }

  private func target(_ api: API, _ section: SettingsSection, _ name: String) -> TargetSettings {
    switch api {
    case .erp: ERPSection(section: section, name: name, base: base, secrets: secrets).read()
    case .schneider: SchneiderSection(section: section, name: name, base: base, secrets: secrets).read()
    }
  }
}
