/// One mistake in the settings. Holds no secrets.
struct SettingsMistake: Sendable, Hashable, CustomStringConvertible {
  let place: SettingsPlace
  /// What is wrong, what was expected, what to do.
  let message: String

  /// `ferry.yaml:12:5: unknown key "pol_interval"; did you mean poll_interval?`
  var description: String { "\(place): \(message)" }
}
