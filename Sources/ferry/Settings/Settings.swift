import Documents
import Journeys
import Mailboxes
import SystemPackage
import Translation

/// The settings as values: what `ferry.yaml` and the environment say, checked.
struct Settings: Sendable {
  /// For messages: as it was named.
  var file: String
  var folders: MailboxFolders
  /// By name; `default` is always there.
  var partners: [String: PartnerSettings]
  /// By name; those that a partner uses are always there.
  var targets: [String: TargetSettings]
  var pollInterval: Duration = .seconds(1)
  var holdPatience: Duration = .seconds(30)
  var giveUpAfter: Duration = .seconds(86_400)
  /// Files on their way at once.
  var journeys = 16
  var tracking = Tracking()
  var retention: Duration = .seconds(90 * 86_400)
  /// nil: nobody wants to be told.
  var alerts: AlertsSection?
  /// IANA name, for the date folders of the archive; nil: UTC.
  var timeZone: String?
  var log = LogSettings()
  /// Where each setting stands, by dotted path.
  var places: [String: SettingsPlace] = [:]

  /// `default` first, then by name.
  var partnerNames: [String] {
    [Mailbox.defaultPartner] + partners.keys.filter { $0 != Mailbox.defaultPartner }.sorted()
  }

  /// Where a message about a setting belongs.
  func place(of path: String) -> SettingsPlace { places[path] ?? .file(file, line: 0, column: 0) }

  /// Canonical files, a target for each API, and nothing else said: for a dry run where there is no settings file.
  static func plain(in folder: FilePath) -> Settings {
    Settings(
      file: defaultFile, folders: FolderSettings.standard(below: folder),
      partners: [Mailbox.defaultPartner: PartnerSettings(handling: Handling(targets: Handling.Targets(schneider: "schneider")))],
      targets: Dictionary(
        uniqueKeysWithValues: API.allCases.map { ($0.rawValue, TargetSettings($0, name: $0.rawValue, section: $0.rawValue)) }))
  }

  static let defaultFile = "ferry.yaml"
}
