import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing
import Yams

/// One folder under `samples/`, with its inputs in the order in which they are dropped. `in.csv` and `in.xml` beside each other are two
/// samples with the same calls; `1-in.csv`, `2-in.csv`, … are the steps of one.
struct Sample: Sendable {
  /// What is done in one step, and the prefix of the files that say what comes of it: "" or "2-".
  struct Step: Sendable {
    enum Action: Sendable {
      /// A file of the folder goes into the inbox under a name that says its kind, then `ferry run`.
      case drop(file: String, as: String)
      /// Another command, with these arguments.
      case command([String])
    }
    var prefix: String
    var action: Action
    var exit: Int32
  }

  static let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent().appending("samples")

  /// `orders/split-over-warehouses`.
  var name: String
  /// `csv` or `xml`: that of the first input.
  var format: String
  var steps: [Step]
  var faults: [FaultRule]
  /// What stands in `ferry.yaml` beside what a workplace needs.
  var settings: String

  var folder: FilePath { Self.root.pushing(FilePath(name)) }

  func bytes(_ file: String) -> [UInt8]? { FileManager.default.contents(atPath: folder.appending(file).string).map { Array($0) } }

  /// Every sample there is.
  static func all() throws -> [Sample] {
    try folders(Self.root).flatMap { kind in try folders(kind).flatMap { try samples(in: $0, kind: kind.lastComponent?.string ?? "") } }
  }

  private static func folders(_ parent: FilePath) throws -> [FilePath] {
    try FileManager.default.contentsOfDirectory(atPath: parent.string).sorted().map { parent.appending($0) }.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path.string, isDirectory: &isFolder) && isFolder.boolValue
    }
  }

  private static func samples(in folder: FilePath, kind: String) throws -> [Sample] {
    let notes = try SampleNotes(folder.appending("case.yaml"))
    let settings = try notes.settings(over: root.appending("settings.yaml"))
    let faults = try notes.faults
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.string).sorted()
    let name = "\(kind)/\(folder.lastComponent?.string ?? "")"
    let single = files.filter { $0.hasPrefix("in.") }.map { file in
      let format = FilePath(file).extension ?? ""
      let step = Step(prefix: "", action: .drop(file: file, as: "\(kind).\(format)"), exit: notes.exit(1))
      return Sample(name: name, format: format, steps: [step], faults: faults, settings: settings)
    }
    guard single.isEmpty else { return single }
    return [Sample(name: name, format: "csv", steps: steps(files, kind: kind, notes), faults: faults, settings: settings)]
  }

  /// `2-in.csv` is dropped as `orders-2.csv`, `2-bestellungen.csv` as `bestellungen-2.csv`.
  private static func steps(_ files: [String], kind: String, _ notes: SampleNotes) -> [Step] {
    var steps: [Step] = []
    while true {
      let number = steps.count + 1
      let prefix = "\(number)-"
      let outcomes = ["answer", "refused", "findings"].map { prefix + $0 + "." }
      if let file = files.first(where: { file in file.hasPrefix(prefix) && !outcomes.contains { file.hasPrefix($0) } }) {
        let path = FilePath(file)
        let stem = path.stem.map { String($0.dropFirst(prefix.count)) } ?? ""
        let dropped = "\(stem == "in" ? kind : stem)-\(number).\(path.extension ?? "")"
        steps.append(Step(prefix: prefix, action: .drop(file: file, as: dropped), exit: notes.exit(number)))
      } else if let command = notes.command(number) {
        steps.append(Step(prefix: prefix, action: .command(command), exit: notes.exit(number)))
      } else {
        return steps
      }
    }
  }
}

extension Sample: CustomTestStringConvertible {
  var testDescription: String { "\(name) (\(format))" }
}
