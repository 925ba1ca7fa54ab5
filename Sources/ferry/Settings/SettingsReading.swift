import Formats
import Logging
import Mailboxes
import SystemPackage
import Translation
import Yams

extension Settings {
  /// Whether the command makes calls.
  enum Secrets { case resolved, leftOut }

  /// Reads the file. Paths in it are relative to its folder; every scalar setting can come from the environment.
  /// - Throws: `SettingsError` with every mistake there is.
  static func load(file: String, environment: [String: String], secrets: Secrets = .resolved) throws(SettingsError) -> Settings {
    let notes = SettingsNotes(file: file, environment: environment)
    let path = absolute(FilePath(file))
    let node = try parse(path, named: file)
    let root = SettingsSection(node, path: [], in: .file(file, line: 1, column: 1), notes)
    let settings = SettingsReader(root: root, base: path.removingLastComponent(), secrets: secrets).read()
    guard notes.mistakes.isEmpty else { throw SettingsError(notes.mistakes) }
    return settings
  }

  static func absolute(_ path: FilePath) -> FilePath {
    guard path.isRelative else { return path.lexicallyNormalized() }
    return WorkingFolder.path.pushing(path).lexicallyNormalized()
  }

  private static func parse(_ path: FilePath, named file: String) throws(SettingsError) -> Node? {
    do {
      return try YAMLText.read(path, named: file)
    } catch let error as SettingsError {
      throw error
    } catch {
      let reason = (error as? FormatError)?.message ?? "\(error)"
      let remedy = "ferry init makes a settings file, --config or FERRY_CONFIG names another one"
      throw SettingsError([SettingsMistake(place: .file(file, line: 0, column: 0), message: "\(reason); \(remedy)")])
    }
  }
}
