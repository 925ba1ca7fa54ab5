/// Where a setting stands.
enum SettingsPlace: Sendable, Hashable, CustomStringConvertible {
  /// Line and column from 1; 0 where it speaks of the whole file.
  case file(String, line: Int, column: Int)
  case environment(String)

  var description: String {
    switch self {
    case .file(let name, line: 0, column: _): name
    case .file(let name, let line, let column): "\(name):\(line):\(column)"
    case .environment(let name): name
    }
  }

  static func < (one: Self, other: Self) -> Bool {
    switch (one, other) {
    case (.file(let file, let line, let column), .file(let otherFile, let otherLine, let otherColumn)):
      (file, line, column) < (otherFile, otherLine, otherColumn)
    case (.environment(let name), .environment(let other)): name < other
    case (.file, .environment): true
    case (.environment, .file): false
    }
  }
}
