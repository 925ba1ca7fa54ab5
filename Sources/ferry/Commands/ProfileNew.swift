import ArgumentParser
import Documents
import Formats
import FoundationEssentials
import SystemPackage
import Translation

extension ProfileCommand {
  struct New: FerryCommand {
    static let configuration = CommandConfiguration(
      abstract: "Looks at a sample file and writes a first profile for it.",
      discussion: """
        Recognises encoding, separator, header or types of records, marks of numbers, dates and words for true and false, and which column is \
        which, by its header (English, German, French, Italian, Spanish) and by its values. What is a proposal says so in a comment, and so does \
        every column that found no field. For XML it proposes the built-in profile that has the sample's root element.

        ferry profile new --from ACME_17.csv
        ferry profile new --from export.txt --kind returns --name acme --output profiles/acme.yaml
        """)

    @OptionGroup var config: ConfigOption
    @Option(help: ArgumentHelp("The sample file.", valueName: "file"), completion: .file()) var from: String
    @Option(help: "What the files ask for, as ferry describe lists it; else by the file's name.") var kind: String?
    @Option(help: "The partner's name, for the comment above.") var name: String?
    @Option(help: ArgumentHelp("Where to write it; nothing is overwritten. Else standard output.", valueName: "file"), completion: .file())
    var output: String?

    func perform() async throws -> ExitStatus {
      let text = try text()
      guard let output else {
        Lines.out.write(Array(text.utf8))
        return .ok
      }
      let path = Settings.absolute(FilePath(output))
      guard try Starter.file(path, text) else {
        throw CommandError(.usage, "\(output) is there already, and nothing is overwritten; name another file")
      }
      Lines.out.line("Made \(PlainText.line(output)).")
      return .ok
    }

    private func text() throws -> String {
      let file = FilePath(from).lastComponent?.string ?? from
      let partner = name ?? NameParts(file).stem
      do {
        let head = try InputFile.open(from, count: 256)
        if XMLProposal.isXML(head) {
          return try XMLProposal.text(name: partner, file: file, source: try ByteSource(path: from, name: file))
        }
        let sample = try CSVRecognition.of(try ByteSource(path: from, name: file))
        guard !sample.records.isEmpty else { throw CommandError(.refused, "\(file) is empty; expected some records of the partner") }
        let found = ProfileProposal.kind(ofFile: file, sample)
        let chosen = try kind.map(Describe.kind(named:)) ?? found.kind
        let supplied = try defaults()
        return ProfileProposal(name: partner, file: file, kind: chosen, sample: sample, supplied: supplied).text(
          isKindSure: kind != nil || found.isSure)
      } catch let error as FormatError {
        throw CommandError(.refused, "\(file) cannot be read: \(error.message)")
      }
    }

    /// Canonical columns that the settings supply, where there are settings.
    private func defaults() throws -> Set<String> {
      guard config.named != nil || !FolderContents.isMissing(WorkingFolder.path.appending(Settings.defaultFile)) else { return [] }
      return Set(try config.load(secrets: .leftOut).partners["default"]?.handling.defaults.keys.map { $0 } ?? [])
    }
  }
}
