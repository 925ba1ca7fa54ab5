import ArgumentParser

/// `--config`: which settings a command works with.
struct ConfigOption: ParsableArguments {
  @Option(name: .customLong("config"), help: ArgumentHelp("Settings file; else $FERRY_CONFIG, else ferry.yaml here.", valueName: "file"))
  var config: String?

  /// nil: nobody named one.
  var named: String? { config ?? Surroundings.environment["FERRY_CONFIG"].flatMap { $0.isEmpty ? nil : $0 } }

  func load(secrets: Settings.Secrets = .resolved) throws(SettingsError) -> Settings {
    try Settings.load(file: named ?? Settings.defaultFile, environment: Surroundings.environment, secrets: secrets)
  }
}
