import Contracts
import Documents
import SystemPackage
import Translation

/// Runs the cases of one profile with the partner's own handling.
struct ProfileTrial {
  let handling: Handling

  /// The profile takes every file here, whatever its name.
  init(_ handling: Handling, profile: Profile) {
    var profile = profile
    profile.files = []
    var handling = handling
    handling.profiles = [profile]
    self.handling = handling
  }

  /// What is otherwise than expected, by file: what the expected text and the one that came have in difference. Empty: nothing.
  struct Difference {
    let file: String
    let text: String
  }

  struct Outcome {
    var findings: [String] = []
    var calls: [JSONValue] = []
    /// nil: without responses it cannot be known. With its name in the case.
    var answer: (name: String, bytes: [UInt8])?
    /// Why no answer came.
    var mishap: String?
  }

  func run(_ trial: ProfileCase) async throws -> Outcome {
    var outcome = Outcome()
    var bytes: [UInt8] = []
    var writer = ConversionWriter { bytes += $0 }
    let name = trial.input.lastComponent?.string ?? ""
    _ = try await Conversion(path: trial.input.string, name: name, handling: handling, ledger: nil).write(to: &writer)
    let json = try JSONReader.read(bytes)
    outcome.findings = (json["findings"]?.elements ?? []).compactMap { Finding($0, file: name)?.description }.map(PlainText.line)
    outcome.calls = json["calls"]?.elements ?? []
    guard let responses = try trial.recordedResponses() ?? (outcome.calls.isEmpty ? [] : nil) else {
      if let answer = trial.answer?.lastComponent?.string {
        outcome.mishap =
          "\(answer) needs \(ProfileCase.responses) beside it: what the answer is depends on what the target says to the calls"
      }
      return outcome
    }
    do {
      let answer = try await AnswerTrial(handling: handling, responses: RecordedResponses(responses)).answer(to: trial.input)
      let suffix = answer.name.split(separator: ".").last.map(String.init) ?? "csv"
      outcome.answer = ("answer." + suffix, answer.bytes)
    } catch let error as CommandError {
      outcome.mishap = error.message
    }
    return outcome
  }

  func differences(_ trial: ProfileCase, _ outcome: Outcome) throws -> [Difference] {
    var found: [Difference] = []
    func compare(_ file: String, _ expected: [String], _ came: [String]) {
      if expected != came { found.append(Difference(file: file, text: TextDifference.text(expected, came))) }
    }
    compare(ProfileCase.findings, try trial.expectedFindings(), outcome.findings)
    compare(ProfileCase.calls, JSONLines.of(.array(try trial.expectedCalls())), JSONLines.of(.array(outcome.calls)))
    if let expected = try trial.expectedAnswer(), let name = trial.answer?.lastComponent?.string {
      if let answer = outcome.answer {
        if answer.name != name { found.append(Difference(file: name, text: "the answer is \(answer.name); rename the file")) }
        if answer.bytes != expected {
          found.append(Difference(file: name, text: TextDifference.text(lines(expected), lines(answer.bytes))))
        }
      } else {
        found.append(Difference(file: name, text: outcome.mishap ?? "no answer came"))
      }
    }
    return found
  }

  /// Line ends and what is not UTF-8 are shown, so that they can be told apart.
  private func lines(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      String(validating: line, as: UTF8.self) ?? String(line.map { $0 < 0x80 ? Character(Unicode.Scalar($0)) : "\u{FFFD}" })
        + " (\(line.count) bytes)"
    }
    if lines.last == "" { lines.removeLast() } else { lines[lines.count - 1] += " (no line end)" }
    return lines
  }
}
