import Foundation
import Sandbox
import SystemPackage
import Yams

/// A `case.yaml`:
/// - `about`: what the case shows;
/// - `exit`: the exit code of each step, one number for all or a list; 0 where nothing is said;
/// - `faults`: how the sandbox misbehaves, in the words of `POST /sandbox/faults`: `action` (dropAfter, partial, status), `path`,
///   `orderNumber`, `status`, `body`;
/// - `sandbox`: calls of its control paths (`path`, `body`) before the first step, or before the one that `step` says;
/// - `sender_marker`: suffix of an empty file that is put beside each input after it;
/// - `marker`: suffix of an empty file that has to stand beside each answer;
/// - `partner`: whose files are dropped, into a folder of its name;
/// - `commands`: by number of the step, what `ferry` is called with where no file is dropped;
/// - everything else is a setting of `ferry.yaml`. Keys of `erp` and `schneider` are added to those of a workplace; with `schneider: none`
///   there is no such target.
struct SampleNotes {
  struct Mistake: Error, CustomStringConvertible {
    var description: String
  }

  private let file: FilePath
  private let words: [String: Any]

  init(_ file: FilePath) throws {
    self.file = file
    words = try Self.mapping(file)
    guard words["about"] is String else { throw Mistake(description: "\(file) does not say what it is about") }
  }

  private static func mapping(_ file: FilePath) throws -> [String: Any] {
    guard let bytes = FileManager.default.contents(atPath: file.string) else { throw Mistake(description: "\(file) is missing") }
    guard let mapping = try Yams.load(yaml: String(decoding: bytes, as: UTF8.self)) as? [String: Any] else {
      throw Mistake(description: "\(file) is no mapping")
    }
    return mapping
  }

  func exit(_ step: Int) -> Int32 {
    if let codes = words["exit"] as? [Int] { return codes.indices.contains(step - 1) ? Int32(codes[step - 1]) : 0 }
    return Int32(words["exit"] as? Int ?? 0)
  }

  func command(_ step: Int) -> [String]? {
    (words["commands"] as? [String: [Any]])?[String(step)]?.map { "\($0)" }
  }

  var faults: [FaultRule] {
    get throws {
      try (words["faults"] as? [[String: Any]] ?? []).map { rule in
        let action: FaultAction
        switch rule["action"] as? String {
        case "dropAfter": action = .dropAfter
        case "partial": action = .partial
        case "status": action = .status(rule["status"] as? Int ?? 500, body: rule["body"] as? String ?? "")
        default: throw Mistake(description: "\(file) has a fault with an action that is not known")
        }
        return FaultRule(action, path: rule["path"] as? String ?? "", number: rule["orderNumber"] as? String)
      }
    }
  }

  /// What the sandbox is told before a step: path and JSON body.
  func controls(before step: Int) throws -> [(path: String, body: String)] {
    try (words["sandbox"] as? [[String: Any]] ?? []).filter { $0["step"] as? Int ?? 1 == step }.map { call in
      guard let path = call["path"] as? String else { throw Mistake(description: "\(file) has a call of the sandbox without path") }
      let body = try JSONSerialization.data(withJSONObject: call["body"] ?? [:], options: .sortedKeys)
      return (path, String(decoding: body, as: UTF8.self))
    }
  }

  var partner: String? { words["partner"] as? String }
  var senderMarker: String? { words["sender_marker"] as? String }
  var marker: String? { words["marker"] as? String }

  /// The settings of all cases, with this case's own in their place, as YAML; those of `erp` and `schneider` apart, nil: no such section.
  func settings(over all: FilePath) throws -> (settings: String, erp: String, schneider: String?) {
    let apart = ["about", "exit", "faults", "commands", "sandbox", "partner", "sender_marker", "marker", "erp", "schneider"]
    let merged = try Self.mapping(all).merging(words.filter { !apart.contains($0.key) }) { $1 }
    let schneider = words["schneider"] as? String == "none" ? nil : try section("schneider", over: ["concurrency": 1])
    return (try Yams.dump(object: merged, sortKeys: true), try section("erp"), schneider)
  }

  private func section(_ name: String, over standard: [String: Any] = [:]) throws -> String {
    let keys = standard.merging(words[name] as? [String: Any] ?? [:]) { $1 }
    return keys.isEmpty ? "" : try Yams.dump(object: keys, sortKeys: true)
  }
}
