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
    let node = try parse(try text(of: path, named: file), named: file)
    let root = SettingsSection(node, path: [], in: .file(file, line: 1, column: 1), notes)
    let settings = SettingsReader(root: root, base: path.removingLastComponent(), secrets: secrets).read()
    guard notes.mistakes.isEmpty else { throw SettingsError(notes.mistakes) }
    return settings
  }

  static func absolute(_ path: FilePath) -> FilePath {
    guard path.isRelative else { return path.lexicallyNormalized() }
    return WorkingFolder.path.pushing(path).lexicallyNormalized()
  }

  private static func text(of path: FilePath, named file: String) throws(SettingsError) -> String {
    do {
      var bytes: [UInt8] = []
      let source = try ByteSource(path: path.string, name: file)
      source.onBytes = { bytes += $0 }
      try source.drain()
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw SettingsError([SettingsMistake(place: .file(file, line: 0, column: 0), message: "is not UTF-8; save it as UTF-8")])
      }
      return text
    } catch let error as SettingsError {
      throw error
    } catch {
      let reason = (error as? FormatError)?.message ?? "\(error)"
      let remedy = "ferry init makes a settings file, --config or FERRY_CONFIG names another one"
      throw SettingsError([SettingsMistake(place: .file(file, line: 0, column: 0), message: "\(reason); \(remedy)")])
    }
  }

  /// nil: an empty file.
  private static func parse(_ text: String, named file: String) throws(SettingsError) -> Node? {
    func mistake(_ line: Int, _ column: Int, _ message: String) -> SettingsError {
      SettingsError([SettingsMistake(place: .file(file, line: line, column: column), message: message)])
    }
    do {
      return try Yams.compose(yaml: text)
    } catch {
      switch error as? YamlError {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
        throw mistake(mark.line, mark.column, "the YAML is broken here: \(problem); check indentation, quotes and brackets")
      case .duplicatedKeysInMapping(let duplicates, let context):
        let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
        throw mistake(context.mark.line, context.mark.column, "the key \(keys) is there twice; keep one of them")
      default:
        throw mistake(0, 0, "is no YAML; check it for control characters and unclosed quotes")
      }
    }
  }
}
