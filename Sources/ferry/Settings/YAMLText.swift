import Formats
import SystemPackage
import Yams

/// A YAML file as its tree, with the place of each mistake.
enum YAMLText {
  /// nil: an empty file. `named`: as messages call it.
  /// - Throws: `FormatError` where the file cannot be read; `SettingsError` where it is no YAML.
  static func read(_ path: FilePath, named file: String) throws -> Node? {
    var bytes: [UInt8] = []
    let source = try ByteSource(path: path.string, name: file)
    source.onBytes = { bytes += $0 }
    try source.drain()
    return try parse(bytes, named: file)
  }

  static func parse(_ bytes: [UInt8], named file: String) throws(SettingsError) -> Node? {
    func mistake(_ line: Int, _ column: Int, _ message: String) -> SettingsError {
      SettingsError([SettingsMistake(place: .file(file, line: line, column: column), message: message)])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw mistake(0, 0, "is not UTF-8; save it as UTF-8") }
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
