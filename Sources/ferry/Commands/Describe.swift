import ArgumentParser
import Contracts
import Documents
import Translation

struct Describe: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fields in and out of a kind of file.",
    discussion: """
      ferry describe orders                  columns in and out
      ferry describe orders --template csv   a file to begin with
      ferry describe orders --xsd            the schema of the XML
      ferry describe availability --json     for programs
      """)

  @OptionGroup var config: ConfigOption
  @Argument(help: "\(names); without one, the kinds are listed.") var kind: String?
  @Option(help: ArgumentHelp("A file to begin with: csv or xml.", valueName: "format")) var template: DocumentReader.Format?
  @Flag(help: "The XML schema; with --config, the defaults of the settings need not stand in a file.") var xsd = false
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    if [template != nil, xsd, json].filter({ $0 }).count > 1 { throw ValidationError("Choose one of --template, --xsd and --json.") }
    if kind == nil, template != nil || xsd { throw ValidationError("Name a kind: \(Self.names).") }
  }

  func perform() async throws -> ExitStatus {
    guard let kind else {
      if json { Lines.out.line(String(decoding: JSONValue.array(Kind.allCases.map { FieldDescription($0).json }).bytes, as: UTF8.self)) }
      if !json { Lines.out.line("Kinds: \(Self.names). ferry describe KIND shows the fields of one.") }
      return .ok
    }
    let description = FieldDescription(try Self.kind(named: kind))
    if let template {
      Lines.out.write(Array(description.template(template).utf8))
    } else if xsd {
      let defaults = config.named == nil ? [:] : try config.load(secrets: .leftOut).partners["default"]?.handling.defaults ?? [:]
      var writer = SchemaWriter(kind: try Self.kind(named: kind), defaults: Set(defaults.keys))
      Lines.out.write(Array(writer.write().utf8))
    } else if json {
      Lines.out.line(String(decoding: description.json.bytes, as: UTF8.self))
    } else {
      Lines.out.line(description.text)
    }
    return .ok
  }

  private static var names: String { Kind.allCases.map(\.rawValue).joined(separator: ", ") }

  /// Singular and plural, in any case.
  static func kind(named name: String) throws -> Kind {
    if let kind = Kind.named(byFile: name), !name.contains(where: { ".0123456789".contains($0) }) { return kind }
    let hint =
      Suggestion.nearest(to: name, among: Kind.allCases.map(\.rawValue)).map { "did you mean \($0)?" } ?? "expected one of \(names)"
    throw CommandError(.usage, "there is no kind \"\(name)\"; \(hint)")
  }
}

extension DocumentReader.Format: ExpressibleByArgument {}
