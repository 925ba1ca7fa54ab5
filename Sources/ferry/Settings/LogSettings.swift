import Logging

/// How the log looks and how much it says.
struct LogSettings: Sendable, Hashable {
  enum Format: String, Sendable, CaseIterable { case text, json }

  var format = Format.text
  var level = Logger.Level.info
}
