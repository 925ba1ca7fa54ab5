import Contracts
import FoundationEssentials
import SystemPackage

/// One case of a profile: a folder with a partner's file `in.*`, and what is expected of it. `calls.json`: the calls as `ferry convert` prints
/// them; `findings.txt`: a finding a line; `responses.json`: what the target says to each call; `answer.*`: what is published then. A file that is
/// missing expects nothing, an answer that is missing is not looked at.
struct ProfileCase {
  let folder: FilePath
  let input: FilePath
  /// With its suffix: `answer.csv`.
  let answer: FilePath?

  static let calls = "calls.json"
  static let findings = "findings.txt"
  static let responses = "responses.json"

  var name: String { folder.lastComponent?.string ?? folder.string }

  /// Where the cases of a profile are: `acme/cases` beside `acme.yaml`.
  static func home(of profile: FilePath) -> FilePath {
    profile.removingLastComponent().appending(profile.stem ?? "profile").appending("cases")
  }

  /// By name. Empty: the profile has none.
  static func all(of profile: FilePath) throws(CommandError) -> [ProfileCase] {
    let home = home(of: profile)
    guard !FolderContents.isMissing(home) else { return [] }
    var cases: [ProfileCase] = []
    for name in try names(in: home) { cases.append(try ProfileCase(folder: home.appending(name))) }
    return cases
  }

  private init(folder: FilePath) throws(CommandError) {
    self.folder = folder
    let names = try Self.names(in: folder)
    let inputs = names.filter { $0.hasPrefix("in.") }
    guard let input = inputs.first, inputs.count == 1 else {
      throw CommandError(
        .settings,
        "\(folder): there is \(inputs.isEmpty ? "no" : "more than one") partner's file in the case; expected one, in.csv or in.xml")
    }
    let answers = names.filter { $0.hasPrefix("answer.") }
    guard answers.count < 2 else {
      throw CommandError(.settings, "\(folder): \(answers.joined(separator: " and ")) are both an answer; expected one: remove the other")
    }
    self.input = folder.appending(input)
    answer = answers.first.map { folder.appending($0) }
  }

  /// Visible ones, in order.
  private static func names(in folder: FilePath) throws(CommandError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.string).filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw CommandError(.trouble, "the folder \(folder) cannot be read; expected a folder with the partner's file in.csv or in.xml in it")
    }
  }

  // MARK: what is expected

  /// A call each, as `ferry convert` prints them, alone or in its whole output.
  func expectedCalls() throws(CommandError) -> [JSONValue] {
    guard let json = try json(Self.calls) else { return [] }
    guard let calls = json["calls"]?.elements ?? json.elements else {
      throw CommandError(.settings, "\(folder.appending(Self.calls)): expected an array of calls, as ferry convert prints them")
    }
    return calls
  }

  func expectedFindings() throws(CommandError) -> [String] {
    guard let bytes = try bytes(Self.findings) else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
  }

  func expectedAnswer() throws(CommandError) -> [UInt8]? {
    guard let name = answer?.lastComponent?.string else { return nil }
    return try bytes(name)
  }

  /// nil: there is no such file.
  func recordedResponses() throws(CommandError) -> [JSONValue]? {
    guard let json = try json(Self.responses) else { return nil }
    guard let responses = json.elements else {
      throw CommandError(.settings, "\(folder.appending(Self.responses)): expected an array with a response for each call")
    }
    return responses
  }

  private func json(_ name: String) throws(CommandError) -> JSONValue? {
    guard let bytes = try bytes(name) else { return nil }
    do {
      return try JSONReader.read(bytes)
    } catch {
      let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
      throw CommandError(.settings, "\(folder.appending(name)):\(line): \(error.message); expected JSON")
    }
  }

  private func bytes(_ name: String) throws(CommandError) -> [UInt8]? {
    let path = folder.appending(name)
    if FolderContents.isMissing(path) { return nil }
    do {
      return [UInt8](try Data(contentsOf: URL(filePath: path.string)))
    } catch {
      throw CommandError(.trouble, "the file \(path) cannot be read")
    }
  }
}
