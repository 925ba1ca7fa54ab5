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
      takes no lock. A return is completed from the ledger, where there is one. --explain says of each value where it came from and what was \
      done to it on the way. Exits with 65 where there are findings.

      ferry convert orders-17.csv
      ferry convert --explain --partner acme ACME_17.csv
      ferry convert --partner acme returns.xml | jq '.findings'
      """)

  @OptionGroup var config: ConfigOption
  @Argument(help: ArgumentHelp("The file: its name tells the kind, for XML its root element.", valueName: "file"), completion: .file())
  var path: String
  @Flag(help: "Where each value came from, as text; with --json, as the member explanation.") var explain = false
  @Flag(help: "As JSON; without --explain it always is.") var json = false
  @Option(help: "Whose file it is.") var partner = Mailbox.defaultPartner

  func perform() async throws -> ExitStatus {
    let settings = try load()
    guard let handling = settings.partners[partner]?.handling else {
      let known = settings.partnerNames
      let hint =
        Suggestion.nearest(to: partner, among: known).map { "did you mean \($0)?" } ?? "expected one of \(known.joined(separator: ", "))"
      throw CommandError(.usage, "there is no partner \"\(partner)\"; \(hint)")
    }
    try InputFile.open(path)
    let file = FilePath(path)
    let ledger = try LedgerPlace(folders: settings.folders).openForReadingIfThere()
    let name = file.lastComponent?.string ?? path
    let conversion = Conversion(path: path, name: name, handling: handling, ledger: ledger)
    if explain, !json { return try await explained(conversion) }
    var output = ConversionWriter { Lines.out.write($0) }
    let isClean = try await conversion.write(to: &output, explains: explain)
    return isClean ? .ok : .refused
  }

  private func explained(_ conversion: Conversion) async throws -> ExitStatus {
    var isClean = true
    if let kind = try conversion.recognised() {
      let findings = try await Explanation(conversion: conversion, kind: kind).run {
        Lines.out.line($0.text)
        if !$0.findings.isEmpty { isClean = false }
      }
      for finding in findings { Lines.out.line(PlainText.line("finding: \(finding)")) }
      return isClean && findings.isEmpty ? .ok : .refused
    }
    // What is wrong with such a file, the conversion says.
    var output = ConversionWriter { Lines.out.write($0) }
    _ = try await conversion.write(to: &output)
    return .refused
  }

  /// Without a settings file, canonical files can be tried all the same.
  private func load() throws -> Settings {
    let here = WorkingFolder.path
    if config.named == nil, FolderContents.isMissing(here.appending(Settings.defaultFile)) { return .plain(in: here) }
    return try config.load(secrets: .leftOut)
  }
}
