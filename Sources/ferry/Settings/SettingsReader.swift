import Documents
import Logging
import Mailboxes
import SystemPackage
import Translation

/// The file's root: every top-level key, and what its parts have to agree upon.
struct SettingsReader {
  let root: SettingsSection
  let base: FilePath
  let secrets: Settings.Secrets

  private var notes: SettingsNotes { root.notes }

  func read() -> Settings {
    let folders = FolderSettings.read(root, below: base)
    var handling = Handling()
    handling.policy = root.choice("policy", [.partial, .allOrNothing]) ?? .partial
    if let lines = root.integer("max_document_lines", in: 1...1_000_000) { handling.limits.documentLines = lines }
    if let body = root.size("max_body", in: 1024...(1 << 30)) { handling.limits.body = body }
    handling.defaults = DefaultValues.read(root.section("defaults"))
    let standard = PartnerSettings(handling: handling, restPeriod: root.duration("rest_period"), markerRequired: marker(in: root))

    var settings = Settings(file: notes.file, folders: folders, partners: [:], targets: [:])
    if let interval = root.duration("poll_interval", isPositive: true) { settings.pollInterval = interval }
    if let patience = root.duration("hold_patience") { settings.holdPatience = patience }
    if let limit = root.duration("give_up_after", isPositive: true) { settings.giveUpAfter = limit }
    if let journeys = root.integer("journeys", in: 1...1000) { settings.journeys = journeys }
    settings.timeZone = timeZone()
    settings.log = log()

    settings.partners = partners(standard)
    settings.targets = targets(usedBy: settings.partners)
    for name in settings.partners.keys {
      guard let target = settings.targets[settings.partners[name]?.handling.targets.erp ?? ""] else { continue }
      settings.partners[name]?.handling.batchSize = target.batchSize
    }
    if SchneiderSection.read(root.section("schneider"), below: base) { settings.notUsedYet.append("schneider") }
    root.finish()
    checkPrefixes(settings)
    settings.places = notes.places
    return settings
  }

  // MARK: top-level values

  /// A suffix, with or without its dot.
  private func marker(in section: SettingsSection) -> String? {
    section.value("marker_required", expected: "the suffix of marker files, for example .done") { text in
      let suffix = text.hasPrefix(".") ? text : "." + text
      return suffix.count > 1 && suffix.utf8.count < 32 && !suffix.contains("/") ? suffix : nil
    }
  }

  private func timeZone() -> String? {
    root.value("time_zone", expected: "the name of a time zone as the tz database has it, for example Europe/Paris") {
      LocalDate.isKnown(zone: $0) ? $0 : nil
    }
  }

  private func log() -> LogSettings {
    let section = root.section("log")
    var log = LogSettings()
    if let format = section.choice("format", LogSettings.Format.allCases) { log.format = format }
    if let level = section.choice("level", Logger.Level.allCases) { log.level = level }
    section.finish()
    return log
  }

  // MARK: partners and targets

  private func partners(_ standard: PartnerSettings) -> [String: PartnerSettings] {
    var partners = [Mailbox.defaultPartner: standard]
    for (name, section, place) in root.section("partners").sections() {
      guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), name.utf8.count < 128,
        name.allSatisfy({ !$0.isNewline && $0 != "\t" })
      else {
        notes.mistake(place, "partner \"\(name)\" cannot be the name of a folder; expected a name without / that does not begin with a dot")
        continue
      }
      partners[name] = partner(name, section, standard)
    }
    return partners
  }

  private func partner(_ name: String, _ section: SettingsSection, _ standard: PartnerSettings) -> PartnerSettings {
    var partner = standard
    partner.handling.partner = name
    if let target = section.text("target") { partner.handling.targets.erp = target }
    if let policy: Handling.Policy = section.choice("policy", [.partial, .allOrNothing]) { partner.handling.policy = policy }
    if let prefix = section.value("order_number_prefix", expected: "up to 32 characters without blanks", prefix) {
      partner.handling.orderNumberPrefix = prefix
    }
    partner.handling.defaults.merge(DefaultValues.read(section.section("defaults"))) { $1 }
    if let rest = section.duration("rest_period") { partner.restPeriod = rest }
    if let marker = marker(in: section) { partner.markerRequired = marker }
    if let profile = section.scalar("profile") {
      notes.mistake(
        profile.place,
        "\(section.name("profile")): partner profiles come with a later release; remove the key, canonical files need no profile")
    }
    section.finish()
    return partner
  }

  private func prefix(_ text: String) -> String? {
    text.count <= 32 && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F } ? text : nil
  }

  private func targets(usedBy partners: [String: PartnerSettings]) -> [String: TargetSettings] {
    var targets: [String: TargetSettings] = [:]
    let used = Set(partners.values.compactMap(\.handling.targets.erp))
    let erp = root.section("erp")
    let isInEnvironment = notes.environment.keys.contains { $0 == SettingsSection.variable(["erp", "base_url"]) }
    if erp.isPresent || isInEnvironment || used.contains("erp") {
      targets["erp"] = ERPSection(erp, name: "erp", base: base, secrets: secrets).read()
    }
    let further = root.section("targets")
    for (name, section, place) in further.sections() {
      guard name != "erp", name != "schneider", !name.isEmpty,
        name.utf8.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || "-_".utf8.contains($0) })
      else {
        let problem = name == "erp" || name == "schneider" ? "has a section of its own, \(name)" : "is no name of a target"
        notes.mistake(place, "target \"\(name)\" \(problem); expected letters, digits, - and _, other than erp and schneider")
        continue
      }
      targets[name] = ERPSection(section, name: name, base: base, secrets: secrets).read()
    }
    for (name, partner) in partners where targets[partner.handling.targets.erp ?? ""] == nil {
      let path = "partners.\(name).target"
      let target = partner.handling.targets.erp ?? ""
      let known = targets.keys.sorted()
      let hint =
        Suggestion.nearest(to: target, among: known).map { "did you mean \($0)?" } ?? "expected one of \(known.joined(separator: ", "))"
      notes.mistake(notes.places[path] ?? root.place, "\(path): there is no target \"\(target)\"; \(hint)")
    }
    return targets
  }

  /// Two partners' equal numbers would be one order at a target that recognises repeated orders.
  private func checkPrefixes(_ settings: Settings) {
    for (name, target) in settings.targets where target.repeatedOrdersAreRecognised {
      let partners = settings.partnerNames.compactMap { settings.partners[$0] }.filter { $0.handling.targets.erp == name }
      let byPrefix = Dictionary(grouping: partners, by: \.handling.orderNumberPrefix)
      for (prefix, sharing) in byPrefix.sorted(by: { $0.key < $1.key }) where sharing.count > 1 {
        let names = sharing.map(\.name).joined(separator: ", ")
        let what = prefix.isEmpty ? "no order_number_prefix" : "the same order_number_prefix \"\(prefix)\""
        let path = (name == "erp" ? "erp" : "targets.\(name)") + ".repeated_orders_are_recognised"
        notes.mistake(
          notes.places[path] ?? root.place,
          "\(path) is true and the partners \(names) have \(what): one's order would be answered with the other's; "
            + "give each partner a prefix of its own under partners")
      }
    }
  }
}
