import ArgumentParser
import SystemPackage

struct Init: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a settings file with comments, and the folders.",
    discussion: """
      Overwrites nothing: what is there already stays as it is. The settings work with ferry sandbox as they are.

      ferry init
      ferry init /srv/ferry
      """)

  @OptionGroup var config: ConfigOption
  @Argument(
    help: ArgumentHelp("Where; this folder unless said otherwise. Made if it is not there.", valueName: "dir"), completion: .directory)
  var folder = "."

  func perform() async throws -> ExitStatus {
    let target = Settings.absolute(FilePath(folder))
    let name = config.config ?? Settings.defaultFile
    var made: [String] = []
    if try Starter.folder(target, mode: 0o755) { made.append(target.string) }
    for (name, mode) in Starter.folders where try Starter.folder(target.appending(name), mode: mode) { made.append(name + "/") }
    for (name, text) in Starter.files(settings: name) where try Starter.file(target.pushing(FilePath(name)), text) { made.append(name) }
    Lines.out.line(
      made.isEmpty ? "Everything is there already; nothing was changed." : "Made in \(target): \(made.joined(separator: ", "))")
    let place = folder == "." ? "" : " (in \(target))"
    Lines.out.line(
      """

      Next\(place):
        ferry sandbox                               in another terminal: a stand-in for both APIs on this machine
        ferry check                                 is everything right?
        ferry describe orders --template csv        a file to begin with; drop yours into inbox/ as orders-1.csv
        ferry run                                   its answer lands in outbox/
      For your ERP: a folder of its own with erp.base_url and erp.token in \(name) (and schneider, or without it), since the ledger keeps a target's address for good.
      """)
    return .ok
  }
}
