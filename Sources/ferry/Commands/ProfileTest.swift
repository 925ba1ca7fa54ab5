import ArgumentParser
import Contracts
import FoundationEssentials
import SystemPackage

extension ProfileCommand {
  struct Test: FerryCommand {
    static let configuration = CommandConfiguration(
      abstract: "Runs the cases beside a profile: a partner's files, and what has to come of them.",
      discussion: """
        The cases of profiles/acme.yaml are the folders in profiles/acme/cases/. In each: in.csv or in.xml, the partner's file; calls.json, the \
        calls as ferry convert prints them; findings.txt, one finding a line; responses.json, what the target says to each call; answer.csv \
        (or another suffix), the answer that is published then. What is missing is not expected, and an answer not looked at. Sends nothing.

        ferry profile test                        all profiles of the settings
        ferry profile test acme                   those of a partner
        ferry profile test profiles/acme.yaml     one file
        ferry profile test acme --record          writes down what comes, to be looked at

        Exit code 0: everything came as expected; 65: something did not, or it was recorded.
        """)

    @OptionGroup var config: ConfigOption
    @Argument(help: "A profile's file, or a partner's name; without one, all profiles of the settings.") var profile: String?
    @Flag(help: "Writes what came into the cases instead of comparing it, and ends with 65.") var record = false

    func perform() async throws -> ExitStatus {
      var status = ExitStatus.ok
      var count = 0
      for tested in try profiles() {
        let trial = ProfileTrial(tested.handling, profile: tested.profile)
        for one in try ProfileCase.all(of: tested.file) {
          count += 1
          let outcome = try await trial.run(one)
          let label = PlainText.line("\(tested.file.string): \(one.name)")
          if record {
            try write(outcome, to: one)
            Lines.out.line("WROTE \(label)\(outcome.mishap.map { ": " + $0 } ?? "")")
            status = .refused
            continue
          }
          let differences = try trial.differences(one, outcome)
          Lines.out.line((differences.isEmpty ? "OK    " : "FAIL  ") + label)
          for difference in differences {
            Lines.out.line("      \(difference.file): - expected, + came")
            for line in difference.text.split(separator: "\n", omittingEmptySubsequences: false) { Lines.out.line("      " + line) }
          }
          if !differences.isEmpty { status = .refused }
        }
        if try ProfileCase.all(of: tested.file).isEmpty {
          Lines.out.line("NONE  \(PlainText.line(tested.file.string)): no cases; expected folders in \(ProfileCase.home(of: tested.file))")
        }
      }
      if count == 0, profile != nil { throw CommandError(.usage, "there is nothing to test") }
      return status
    }

    /// Without a settings file, a profile's own file can be tested all the same.
    private func profiles() throws -> [TestedProfile] {
      let isThere = config.named != nil || !FolderContents.isMissing(WorkingFolder.path.appending(Settings.defaultFile))
      guard let profile else {
        let found = TestedProfile.all(in: try config.load(secrets: .leftOut))
        if found.isEmpty { throw CommandError(.usage, "no partner of the settings has a profile of its own; name a file") }
        return found
      }
      return try TestedProfile.named(profile, in: isThere ? try config.load(secrets: .leftOut) : nil)
    }

    private func write(_ outcome: ProfileTrial.Outcome, to one: ProfileCase) throws {
      func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: one.folder.appending(name).string)) }
      func lines(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }
      try write(ProfileCase.calls, lines(JSONLines.of(.array(outcome.calls))))
      try write(ProfileCase.findings, lines(outcome.findings))
      guard let answer = outcome.answer else { return }
      if let old = one.answer, old.lastComponent?.string != answer.name { try FileManager.default.removeItem(atPath: old.string) }
      try write(answer.name, answer.bytes)
    }
  }
}
