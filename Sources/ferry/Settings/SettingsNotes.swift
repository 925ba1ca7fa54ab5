/// What is gathered while the settings, or a profile that they name, are read: mistakes, and where each setting stands.
final class SettingsNotes {
  let file: String
  let environment: [String: String]
  /// Takes the mistakes of a profile, which the settings name.
  private let outer: SettingsNotes?
  private(set) var mistakes: [SettingsMistake] = []
  /// By dotted path, `erp.base_url`.
  private(set) var places: [String: SettingsPlace] = [:]
  /// The keys that were asked for, with what may stand there; nil: they are not wanted.
  private(set) var outline: [OutlinedKey]?

  init(file: String, environment: [String: String]) {
    self.file = file
    self.environment = environment
    outer = nil
  }

  /// Of a profile. No variable of the environment goes before what it says.
  init(profile file: String, of settings: SettingsNotes) {
    self.file = file
    environment = [:]
    outer = settings
  }

  /// For reading a document that is not there, to learn which keys there are.
  init(describing file: String) {
    self.file = file
    environment = [:]
    outer = nil
    outline = []
  }

  func mistake(_ place: SettingsPlace, _ message: String) {
    guard let outer else { return mistakes.append(SettingsMistake(place: place, message: message)) }
    outer.mistake(place, message)
  }

  func found(_ path: String, at place: SettingsPlace) { places[path] = place }

  var isDescribing: Bool { outline != nil }

  func describe(_ path: [String], _ shape: KeyShape) { outline?.append(OutlinedKey(path: path, shape: shape)) }
}
