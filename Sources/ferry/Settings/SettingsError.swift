/// The settings cannot be used: every mistake of the file, and of the profiles that it names, at once. Exit 78.
struct SettingsError: Error, Sendable, CustomStringConvertible {
  /// By file and in its order, each once; those of environment variables last.
  let mistakes: [SettingsMistake]

  init(_ mistakes: [SettingsMistake]) {
    var told: Set<SettingsMistake> = []
    self.mistakes = mistakes.filter { told.insert($0).inserted }.sorted { $0.place < $1.place }
  }

  /// One line each.
  var description: String { mistakes.map(\.description).joined(separator: "\n") }
}
