import Gateways
import Journeys
import SystemPackage

/// `alerts`: who is told what cannot wait.
struct AlertsSection: Sendable {
  /// The program and its arguments; empty: none.
  var command: [String] = []
  /// nil: none, or the secrets were left out.
  var webhook: Secret?
  var isWebhookSet = false
  /// Of both; the address in it is not used.
  var connection = ConnectionSettings(target: "alerts", baseURL: "", concurrency: 1)
  var settings = AlertSettings()

  /// As their channels are called.
  var channelNames: [String] { (command.isEmpty ? [] : [AlertCommand.channelName]) + (isWebhookSet ? [Webhook.channelName] : []) }

  /// nil: there is no such section, or nobody in it.
  static func read(_ root: SettingsSection, below base: FilePath, _ secrets: Settings.Secrets) -> AlertsSection? {
    let section = root.section("alerts")
    defer { section.finish() }
    var alerts = AlertsSection()
    alerts.connection.timeout = .seconds(10)
    TransportKeys(section: section, base: base, secrets: secrets).read(into: &alerts.connection)
    if let patience = section.duration("held_after", isPositive: true) { alerts.settings.heldAfter = patience }
    if let list = section.list("command") {
      alerts.command = list.map(\.text)
      if alerts.command.first?.isEmpty ?? true {
        section.notes.mistake(section.place, "alerts.command is empty; expected a program and its arguments: [/usr/local/bin/page, ferry]")
      } else if let program = alerts.command.first, program.contains("/") {
        alerts.command[0] = base.pushing(FilePath(program)).lexicallyNormalized().string
      }
    }
    if let scalar = section.scalar("webhook") {
      alerts.isWebhookSet = true
      // An address that holds no secret may stand in the file.
      if scalar.text.hasPrefix("https://") || scalar.text.hasPrefix("http://") {
        alerts.webhook = Secret(utf8: scalar.text)
      } else if let reference = SecretReference("webhook", in: section, below: base), secrets == .resolved {
        alerts.webhook = reference.resolve(section.notes)
      }
    }
    guard section.isPresent || !alerts.command.isEmpty || alerts.isWebhookSet else { return nil }
    if alerts.command.isEmpty, !alerts.isWebhookSet {
      section.notes.mistake(section.place, "alerts tells nobody; expected a command, a webhook, or both")
    }
    return alerts
  }
}
