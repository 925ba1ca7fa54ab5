/// The settings cannot be used: every mistake of the file at once. Exit 78.
struct SettingsError: Error, Sendable, CustomStringConvertible {
  /// In order of the file; those of environment variables last.
  let mistakes: [SettingsMistake]

  init(_ mistakes: [SettingsMistake]) {
    self.mistakes = mistakes.sorted { $0.place < $1.place }
  }

  /// One line each.
  var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
