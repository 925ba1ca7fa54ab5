import Contracts
import Logging

/// One line an event on standard error: `2026-11-21T06:00:00.123Z info message key=value`, or a JSON object.
struct LineLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level
  var metadataProvider: Logger.MetadataProvider?
  private let format: LogSettings.Format
  private let clock: @Sendable () -> String
  private let write: @Sendable (String) -> Void

  /// `write` gets each line without its end.
  init(
    _ settings: LogSettings, clock: @escaping @Sendable () -> String = UTC.now,
    write: @escaping @Sendable (String) -> Void = { Lines.error.line($0) }
  ) {
    format = settings.format
    logLevel = settings.level
    self.clock = clock
    self.write = write
  }

  static func logger(_ settings: LogSettings) -> Logger {
    Logger(label: "ferry", factory: { _ in LineLogHandler(settings) })
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var facts = metadata
    if let provided = metadataProvider?.get() { facts.merge(provided) { $1 } }
    if let own = event.metadata { facts.merge(own) { $1 } }
    if let error = event.error { facts["error"] = "\(error)" }
    let sorted = facts.sorted { $0.key < $1.key }.map { (key: $0.key, value: "\($0.value)") }
    switch format {
    case .text: write(text(event, sorted))
    case .json: write(json(event, sorted))
    }
  }

  private func text(_ event: LogEvent, _ facts: [(key: String, value: String)]) -> String {
    var line = "\(clock()) \(event.level.rawValue) \(PlainText.line("\(event.message)"))"
    for fact in facts { line += " \(PlainText.line(fact.key))=\(Self.quoted(fact.value))" }
    return line
  }

  private func json(_ event: LogEvent, _ facts: [(key: String, value: String)]) -> String {
    let own = ["time", "level", "message"]
    var members = [
      JSONValue.Member("time", .string(clock())), .init("level", .string(event.level.rawValue)),
      .init("message", .string("\(event.message)")),
    ]
    members += facts.map { JSONValue.Member(own.contains($0.key) ? "_" + $0.key : $0.key, .string($0.value)) }
    return String(decoding: JSONValue.object(members).bytes, as: UTF8.self)
  }

  /// In quotes where a blank, a quote or an equals sign would make it ambiguous.
  private static func quoted(_ value: String) -> String {
    let line = PlainText.line(value)
    guard line.isEmpty || line.contains(where: { " \"=\\".contains($0) }) else { return line }
    return "\"" + line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
