import Contracts
import Gateways
import Logging

/// A gateway for each target, shut down together.
struct OpenGateways: Sendable {
  let byTarget: [String: any RemoteGateway]

  /// - Throws: `SettingsError` with every target whose settings cannot work; nothing is left open then.
  static func open(_ settings: Settings, logger: Logger) async throws -> OpenGateways {
    var gateways: [String: any RemoteGateway] = [:]
    var mistakes: [SettingsMistake] = []
    for target in settings.targets.values.sorted(by: { $0.name < $1.name }) {
      guard let connection = target.connection else { continue }
      do throws(GatewayError) {
        gateways[target.name] = try connection.open(logger: logger)
      } catch {
        mistakes.append(settings.mistake(error))
      }
    }
    let open = OpenGateways(byTarget: gateways)
    guard mistakes.isEmpty else {
      await open.shutdown()
      throw SettingsError(mistakes)
    }
    return open
  }

  func shutdown() async {
    for gateway in byTarget.values { await gateway.shutdown() }
  }
}

extension Settings {
  /// A gateway's message begins with the setting that it speaks of; that is where the mistake stands.
  func mistake(_ error: GatewayError) -> SettingsMistake {
    let setting = error.message.prefix { $0 != " " && $0 != ":" && $0 != "," }
    return SettingsMistake(place: place(of: String(setting)), message: error.message)
  }
}
