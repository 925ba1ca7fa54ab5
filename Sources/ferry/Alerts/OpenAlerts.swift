import Gateways
import Journeys

/// The channels that alerts go out by, shut down together.
struct OpenAlerts: Sendable {
  let channels: [any AlertChannel]
  private let webhook: Webhook?

  /// - Throws: `SettingsError` where the webhook's settings cannot work; nothing is left open then.
  static func open(_ settings: Settings) throws(SettingsError) -> OpenAlerts {
    guard let alerts = settings.alerts else { return OpenAlerts(channels: [], webhook: nil) }
    var channels: [any AlertChannel] = []
    if !alerts.command.isEmpty { channels.append(AlertCommand(alerts.command, timeout: alerts.connection.timeout)) }
    guard let url = alerts.webhook else { return OpenAlerts(channels: channels, webhook: nil) }
    do throws(GatewayError) {
      let webhook = try Webhook(url, alerts.connection)
      return OpenAlerts(channels: channels + [webhook], webhook: webhook)
    } catch {
      throw SettingsError([settings.mistake(error)])
    }
  }

  func shutdown() async { await webhook?.shutdown() }
}

extension Webhook: AlertChannel {
  static let channelName = "webhook"
  package var name: String { Self.channelName }
  package func deliver(_ alert: [UInt8]) async -> String? { await post(alert) }
}
