import Contracts
import SystemPackage
import Testing

@testable import ferry

/// `ferry profile test`: the cases beside a profile.
@Suite struct ProfileTrialTests {
  private static let profile = """
    kind: availability
    format: xml
    xml: { document: /Ask, line: Row }
    fields: { request_number: No, line: Pos, part_number: Art, quantity: Qty }
    answer: { format: csv, columns: [ { name: NO, from: document }, { name: STATE, from: status }, { name: STOCK, from: quantity } ] }
    """
  private static let file = "<Ask><No>R1</No><Row><Pos>1</Pos><Art>P1</Art><Qty>2</Qty></Row></Ask>"

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The one case, with these files in it.
  private func outcome(_ files: [String: String], profile: String = Self.profile) async throws -> (
    ProfileTrial.Outcome, [ProfileTrial.Difference]
  ) {
    let path = try folder.write("p/ask.yaml", profile)
    for (name, text) in files { try folder.write("p/ask/cases/one/\(name)", text) }
    let tested = try TestedProfile.alone(path, named: path.string)
    let trial = ProfileTrial(tested.handling, profile: tested.profile)
    let one = try #require(try ProfileCase.all(of: path).first)
    let outcome = try await trial.run(one)
    return (outcome, try trial.differences(one, outcome))
  }

  private func call() async throws -> String {
    let calls = try await outcome(["in.xml": Self.file]).0.calls
    return JSONLines.of(.array(calls)).joined(separator: "\n")
  }

  @Test func `what comes is what is expected, whatever the order of members and blanks`() async throws {
    let calls = try await call()
    #expect(calls.contains("\"partNumber\": \"P1\""))
    let (outcome, differences) = try await outcome(["in.xml": Self.file, "calls.json": calls, "findings.txt": "\n"])
    #expect(differences.isEmpty)
    #expect(outcome.answer == nil)
  }

  @Test func `a call that is another is shown line by line`() async throws {
    let calls = try await call().replacing("\"P1\"", with: "\"P2\"")
    let differences = try await outcome(["in.xml": Self.file, "calls.json": calls]).1
    #expect(differences.map(\.file) == ["calls.json"])
    let lines = differences[0].text.split(separator: "\n").map { $0.filter { $0 != " " } }
    #expect(lines.contains("-\"partNumber\":\"P2\""))
    #expect(lines.contains("+\"partNumber\":\"P1\""))
  }

  @Test func `a finding that nobody expects is a difference, and an expected one is none`() async throws {
    let file = Self.file.replacing("<Qty>2</Qty>", with: "<Qty>x</Qty>")
    let finding =
      "in.xml:1:47: quantity (Qty) \"x\" is not a quantity; expected a whole number above 0 with \".\" as decimal mark (profile ask)"
    #expect(try await outcome(["in.xml": file]).1.map(\.text) == ["+ " + finding])
    #expect(try await outcome(["in.xml": file, "findings.txt": finding + "\r\n"]).1.isEmpty)
  }

  @Test func `the answer is compared byte for byte, with the indices that were sent put in`() async throws {
    let calls = try await call()
    let responses = """
      [{"status": 200, "body": {"items": [{"index": "$index", "quantity": 2}]}}]
      """
    let files = ["in.xml": Self.file, "calls.json": calls, "responses.json": responses]
    let answer = try #require(try await outcome(files).0.answer)
    #expect(answer.name == "answer.csv")
    let text = String(decoding: answer.bytes, as: UTF8.self)
    #expect(text == "NO;STATE;STOCK\nR1;accepted;2\n")
    #expect(try await outcome(files.merging(["answer.csv": text]) { $1 }).1.isEmpty)
    let other = try await outcome(files.merging(["answer.csv": text.replacing("accepted", with: "refused")]) { $1 }).1
    #expect(other.map(\.file) == ["answer.csv"])
  }

  @Test func `the answer of a file that is refused needs no responses`() async throws {
    let file = Self.file.replacing("<Qty>2</Qty>", with: "<Qty>x</Qty>")
    let answer = try #require(try await outcome(["in.xml": file]).0.answer)
    #expect(String(decoding: answer.bytes, as: UTF8.self) == "NO;STATE;STOCK\nR1;refused;\n")
  }

  @Test func `an answer without responses to the calls cannot be compared, and too few responses give none`() async throws {
    let calls = try await call()
    let files = ["in.xml": Self.file, "calls.json": calls, "answer.csv": "NO;STATE;STOCK\n"]
    #expect(
      try await outcome(files).1.map(\.text)
        == ["answer.csv needs responses.json beside it: what the answer is depends on what the target says to the calls"])
    let few = try await outcome(files.merging(["responses.json": "[]"]) { $1 }).1
    #expect(few.map(\.text) == ["no answer came: no response is written down for POST /availabilities/search"])
  }

  @Test func `a file that is no JSON is told with its line`() async throws {
    let error = await #expect(throws: CommandError.self) { try await outcome(["in.xml": Self.file, "calls.json": "[\n{]\n"]) }
    #expect(error?.message.contains("/calls.json:2: ") == true)
  }

  @Test func `a case has exactly one partner's file`() throws {
    let path = try folder.write("p/ask.yaml", Self.profile)
    try folder.write("p/ask/cases/none/calls.json", "[]")
    #expect(throws: CommandError.self) { try ProfileCase.all(of: path) }
    #expect(try ProfileCase.all(of: folder.write("p/other.yaml", Self.profile)).isEmpty)
  }
}
