import Documents
import Journeys
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
    var settings = Settings(file: notes.file, folders: FolderSettings.read(root, below: base), partners: [:], targets: [:])
    if let interval = root.duration("poll_interval", isPositive: true) { settings.pollInterval = interval }
    if let patience = root.duration("hold_patience") { settings.holdPatience = patience }
    if let limit = root.duration("give_up_after", isPositive: true) { settings.giveUpAfter = limit }
    if let journeys = root.integer("journeys", in: 1...1000) { settings.journeys = journeys }
    settings.tracking = tracking()
    if let retention = root.duration("retention", isPositive: true) { settings.retention = retention }
    settings.alerts = AlertsSection.read(root, below: base, secrets)
    settings.timeZone = timeZone()
    settings.log = log()
    settings.targets = TargetSections(root: root, base: base, secrets: secrets).read()
    settings.partners = partners(settings.targets)
    root.finish()
    checkPrefixes(settings)
    settings.places = notes.places
    return settings
  }

  // MARK: top-level values

  private func tracking() -> Tracking {
    var tracking = Tracking()
    if let interval = root.duration("track_interval", isPositive: true) { tracking.interval = interval }
    if let age = root.duration("track_for", isPositive: true) { tracking.age = age }
    if let calls = root.integer("track_calls", in: 1...100_000) { tracking.callsPerRound = calls }
    return tracking
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

  // MARK: partners

  /// `default` is always there.
  private func partners(_ targets: [String: TargetSettings]) -> [String: PartnerSettings] {
    var handling = Handling()
    if let lines = root.integer("max_document_lines", in: 1...1_000_000) { handling.limits.documentLines = lines }
    if let body = root.size("max_body", in: 1024...(1 << 30)) { handling.limits.body = body }
    let availability = root.choice("availability", API.allCases)
    let routes = PartnerTargets(targets: targets, availability: availability)
    routes.check(root)
    handling.targets = routes.standard
    let standard = PartnerKeys.read(root, over: PartnerSettings(handling: handling))

    let profiles = PartnerProfiles(shelf: ProfileShelf(base: base, notes: notes), notes: notes)
    var partners = [Mailbox.defaultPartner: standard]
    for (name, section, place) in root.section("partners").sections() {
      guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), name.utf8.count < 128,
        name.allSatisfy({ !$0.isNewline && $0 != "\t" })
      else {
        notes.mistake(place, "partner \"\(name)\" cannot be the name of a folder; expected a name without / that does not begin with a dot")
        continue
      }
      partners[name] = partner(name, section, standard, routes, profiles)
    }
    return partners.mapValues { $0.using(targets) }
  }

  private func partner(
    _ name: String, _ section: SettingsSection, _ standard: PartnerSettings, _ routes: PartnerTargets, _ profiles: PartnerProfiles
  ) -> PartnerSettings {
    let drafts = profiles.drafts(section)
    var partner = PartnerKeys.read(section, over: profiles.apply(drafts, to: standard, routes))
    partner.handling.partner = name
    partner.handling.targets = routes.read(section, over: partner.handling.targets)
    if let prefix = section.value("order_number_prefix", expected: "up to 32 characters without blanks", prefix) {
      partner.handling.orderNumberPrefix = prefix
    }
    profiles.check(drafts, partner)
    section.finish()
    return partner
  }

  private func prefix(_ text: String) -> String? {
    text.count <= 32 && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F } ? text : nil
  }

  /// Two partners' equal numbers would be one order at a target that recognises repeated orders.
  private func checkPrefixes(_ settings: Settings) {
    let shared = Handling.sharedNumbers(of: settings.partners.values.map(\.handling)) {
      settings.targets[$0]?.repeatedOrdersAreRecognised ?? false
    }
    for (target, partners, prefix) in shared {
      let path = (settings.targets[target]?.section ?? target) + ".repeated_orders_are_recognised"
      notes.mistake(
        notes.places[path] ?? root.place,
        "\(path) is true and the partners \(partners.joined(separator: ", ")) have \(prefix): one's order would be answered with the other's; "
          + "give each partner a prefix of its own under partners")
    }
  }
}
