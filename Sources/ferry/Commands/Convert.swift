import ArgumentParser
import Documents
import Mailboxes
import SystemPackage
import Translation

struct Convert: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "Dry run: what a file would send, and what is wrong with it.",
    discussion: """
      Prints {"findings": […], "calls": [{"method", "path", "query", "body", "document", "lines"}]}. Sends nothing, writes nothing else, \
      takes no lock. A return is completed from the ledger, where there is one.

      ferry convert orders-17.csv
      ferry convert --partner acme returns.xml | jq '.findings'
      """)

  @OptionGroup var config: ConfigOption
  @Argument(help: ArgumentHelp("The file: its name tells the kind, for XML its root element.", valueName: "file"), completion: .file())
  var path: String
  @Option(help: "Whose file it is.") var partner = Mailbox.defaultPartner

  func perform() async throws -> ExitStatus {
    let settings = try load()
    guard let handling = settings.partners[partner]?.handling else {
      let known = settings.partnerNames
      let hint =
        Suggestion.nearest(to: partner, among: known).map { "did you mean \($0)?" } ?? "expected one of \(known.joined(separator: ", "))"
      throw CommandError(.usage, "there is no partner \"\(partner)\"; \(hint)")
    }
    let file = FilePath(path)
    let ledger = try LedgerPlace(folders: settings.folders).openForReadingIfThere()
    let name = file.lastComponent?.string ?? path
    var output = ConversionWriter { Lines.out.write($0) }
    let isClean = try await Conversion(path: path, name: name, handling: handling, ledger: ledger).write(to: &output)
    return isClean ? .ok : .refused
  }

  /// Without a settings file, canonical files can be tried all the same.
  private func load() throws -> Settings {
    let here = WorkingFolder.path
    if config.named == nil, FolderContents.isMissing(here.appending(Settings.defaultFile)) { return .plain(in: here) }
    return try config.load(secrets: .leftOut)
  }
}
