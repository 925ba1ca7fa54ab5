/// What is gathered while the settings are read: mistakes, and where each setting stands.
final class SettingsNotes {
  let file: String
  let environment: [String: String]
  private(set) var mistakes: [SettingsMistake] = []
  /// By dotted path, `erp.base_url`.
  private(set) var places: [String: SettingsPlace] = [:]

  init(file: String, environment: [String: String]) {
    self.file = file
    self.environment = environment
  }

  func mistake(_ place: SettingsPlace, _ message: String) {
    mistakes.append(SettingsMistake(place: place, message: message))
  }

  func found(_ path: String, at place: SettingsPlace) { places[path] = place }
}
