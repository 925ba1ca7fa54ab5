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
    /// What the sandbox is told before.
    var controls: [(path: String, body: String)]
  }

  static let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent().appending("samples")

  /// `orders/split-over-warehouses`.
  var name: String
  /// `csv` or `xml`: that of the first input.
  var format: String
  var steps: [Step]
  var faults: [FaultRule]
  /// What stands in `ferry.yaml` beside what a workplace needs; within `erp` and `schneider`; nil: there is no such section.
  var settings: String
  var erp: String
  var schneider: String?
  /// Suffix of the empty file that is put beside each input, and of the one that stands beside each answer.
  var senderMarker: String?
  var marker: String?
  /// Every YAML file but `case.yaml`: they lie beside `ferry.yaml`.
  var profiles: [String]

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
    let (settings, erp, schneider) = try notes.settings(over: root.appending("settings.yaml"))
    let faults = try notes.faults
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.string).sorted()
    let name = "\(kind)/\(folder.lastComponent?.string ?? "")"
    func sample(_ format: String, _ steps: [Step]) -> Sample {
      Sample(
        name: name, format: format, steps: steps, faults: faults, settings: settings, erp: erp, schneider: schneider,
        senderMarker: notes.senderMarker, marker: notes.marker, profiles: files.filter { $0.hasSuffix(".yaml") && $0 != "case.yaml" })
    }
    let single = try files.filter { $0.hasPrefix("in.") }.map { file in
      let format = FilePath(file).extension ?? ""
      return try sample(format, [step(1, prefix: "", .drop(file: file, as: "\(kind).\(format)"), notes)])
    }
    return single.isEmpty ? [try sample("csv", steps(files, kind: kind, notes))] : single
  }

  private static func step(_ number: Int, prefix: String, _ action: Step.Action, _ notes: SampleNotes) throws -> Step {
    var action = action
    if case .drop(let file, let name) = action, let partner = notes.partner { action = .drop(file: file, as: "\(partner)/\(name)") }
    return Step(prefix: prefix, action: action, exit: notes.exit(number), controls: try notes.controls(before: number))
  }

  /// `2-in.csv` is dropped as `orders-2.csv`, `2-bestellungen.csv` as `bestellungen-2.csv`.
  private static func steps(_ files: [String], kind: String, _ notes: SampleNotes) throws -> [Step] {
    var steps: [Step] = []
    while true {
      let number = steps.count + 1
      let prefix = "\(number)-"
      let outcomes = ["answer", "refused", "findings"].map { prefix + $0 + "." }
      if let file = files.first(where: { file in file.hasPrefix(prefix) && !outcomes.contains { file.hasPrefix($0) } }) {
        let path = FilePath(file)
        let stem = path.stem.map { String($0.dropFirst(prefix.count)) } ?? ""
        let dropped = "\(stem == "in" ? kind : stem)-\(number).\(path.extension ?? "")"
        steps.append(try step(number, prefix: prefix, .drop(file: file, as: dropped), notes))
      } else if let command = notes.command(number) {
        steps.append(try step(number, prefix: prefix, .command(command), notes))
      } else {
        return steps
      }
    }
  }
}

extension Sample: CustomTestStringConvertible {
  var testDescription: String { "\(name) (\(format))" }
}
