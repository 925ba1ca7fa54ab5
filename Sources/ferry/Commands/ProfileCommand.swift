import ArgumentParser
import Contracts
import Translation

struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Partner profiles: those that come with Ferry, and the schema of yours.",
    discussion: """
      ferry profile list                  the built-in ones
      ferry profile show csv-pipe         one of them, to be copied and changed
      ferry profile schema                the JSON Schema, for editors
      ferry profile test                  the cases beside your profiles
      ferry profile new --from FILE       a first profile from a sample file

      In the settings: partners: { acme: { profile: profiles/acme.yaml } }; ferry check reads them and tells every mistake.
      """,
    subcommands: [List.self, Show.self, Schema.self, Test.self, New.self])

  struct List: FerryCommand {
    static let configuration = CommandConfiguration(abstract: "The built-in profiles, one line each.")

    @OptionGroup var config: ConfigOption
    @Flag(help: "As JSON.") var json = false

    func perform() async throws -> ExitStatus {
      if json {
        let list = BuiltinProfiles.all.map { JSONValue.object([.init("name", .string($0.name)), .init("about", .string($0.about))]) }
        Lines.out.line(String(decoding: JSONValue.array(list).bytes, as: UTF8.self))
        return .ok
      }
      let width = BuiltinProfiles.names.map(\.count).max() ?? 0
      for (name, _, about) in BuiltinProfiles.all {
        Lines.out.line(name + String(repeating: " ", count: width - name.count + 2) + about)
      }
      return .ok
    }
  }

  struct Show: FerryCommand {
    static let configuration = CommandConfiguration(abstract: "A built-in profile as the YAML that it is.")

    @OptionGroup var config: ConfigOption
    @Argument(help: "Its name, as ferry profile list has it.") var name: String

    func perform() async throws -> ExitStatus {
      guard let text = BuiltinProfiles.text(of: name) else {
        let names = BuiltinProfiles.names
        let hint =
          Suggestion.nearest(to: name, among: names).map { "did you mean \($0)?" } ?? "expected one of \(names.joined(separator: ", "))"
        throw CommandError(.usage, "there is no built-in profile \"\(name)\"; \(hint)")
      }
      Lines.out.write(text)
      return .ok
    }
  }

  struct Schema: FerryCommand {
    static let configuration = CommandConfiguration(abstract: "The JSON Schema of profile files (draft 2020-12).")

    @OptionGroup var config: ConfigOption

    func perform() async throws -> ExitStatus {
      Lines.out.write(Array(ProfileSchema.text.utf8))
      return .ok
    }
  }
}
