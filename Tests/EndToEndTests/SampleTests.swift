import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// Each folder under `samples/` through `ferry run`, byte for byte. `FERRY_RECORD=1` writes what came instead, and fails.
@Suite struct SampleTests {
  private static let records = ProcessInfo.processInfo.environment["FERRY_RECORD"] == "1"

  @Test(arguments: try Sample.all()) func `a sample gives its calls, its answer and its report`(_ sample: Sample) async throws {
    try await sample.withWorkplace { workplace in
      for fault in sample.faults { workplace.sandbox.server.misbehave(fault) }
      var seen = Traces()
      var calls: [RecordedRequest] = []
      for step in sample.steps {
        let ending = try await Self.perform(step, of: sample, in: workplace)
        #expect(ending.exit == step.exit, "\(step.prefix)\(ending.output)\(ending.errors)")
        let traces = Traces(in: workplace)
        try Self.compare(traces.subtracting(seen), step: step, of: sample, in: workplace)
        seen = traces
        // Of the two APIs nobody waits for the other.
        let new = workplace.calls.dropFirst(calls.count)
        calls += new.filter { !$0.isSchneider } + new.filter(\.isSchneider)
      }
      try Self.compareCalls(of: sample, with: calls)
    }
  }

  /// Records nothing: request and response are the documentation's own.
  @Test(arguments: try Sample.all().filter { $0.bytes("response.json") != nil })
  func `the documentation's own response gives the same answer`(_ sample: Sample) async throws {
    let response = try JSONReader.read(try #require(sample.bytes("response.json")))
    let theirs = try sample.bytes("request.json").map { try JSONReader.read($0).indices } ?? []
    let step = try #require(sample.steps.first)
    let (path, ours) = try await sample.withWorkplace { workplace in
      _ = try await Self.perform(step, of: sample, in: workplace)
      let call = try #require(workplace.calls.first)
      return (call.path, try call.json?.indices ?? [])
    }
    try #require(ours.count == theirs.count)
    let names = Dictionary(uniqueKeysWithValues: zip(theirs, ours))
    try await sample.withWorkplace { workplace in
      let body = response.replacing { names[$0] ?? $0 }.bytes
      let type = ["Content-Type": "application/json"]
      workplace.sandbox.server.misbehave(FaultRule(.status(200, headers: type, body: String(decoding: body, as: UTF8.self)), path: path))
      #expect(try await Self.perform(step, of: sample, in: workplace).exit == 0)
      let answer = try #require(workplace.files("outbox").first)
      #expect(try workplace.text("outbox/" + answer) == sample.bytes("answer." + sample.format).map { String(decoding: $0, as: UTF8.self) })
    }
  }

  private static func perform(
    _ step: Sample.Step, of sample: Sample, in workplace: Workplace
  ) async throws -> FerryProgram.Ending {
    for control in step.controls { try await workplace.sandbox.tell(control.path, control.body) }
    switch step.action {
    case .drop(let file, let name):
      try workplace.drop(try #require(sample.bytes(file)), as: name)
      if let marker = sample.senderMarker { try workplace.drop([], as: name + marker) }
      return try await workplace.ferry("run")
    case .command(let arguments):
      return try await workplace.ferry(arguments)
    }
  }

  /// What a step left: one answer; the input in the archive or as it came in the error folder; the refused part with its report.
  private static func compare(_ traces: Traces, step: Sample.Step, of sample: Sample, in workplace: Workplace) throws {
    let answers = traces.outbox.filter { name in sample.marker.map { !name.hasSuffix($0) } ?? true }
    try expect(answers, count: 1, "outbox", step)
    if let marker = sample.marker {
      #expect(Set(traces.outbox) == Set(answers + answers.map { $0 + marker }))
      for name in answers { #expect(try workplace.bytes("outbox/\(name)\(marker)") == []) }
    }
    for name in answers { try compare("outbox/\(name)", with: step.prefix + "answer", format: name, sample, workplace) }
    var refused = traces.error.filter { !$0.contains(".report.") }
    if case .drop(let file, let name) = step.action {
      let places = traces.archive.map { "archive/\($0)" } + refused.filter { $0 == name }.map { "error/\($0)" }
      try expect(places, count: 1, "archive and error folder", step)
      for place in places { #expect(try workplace.bytes(place) == sample.bytes(file), "\(place) is not what was dropped") }
      refused.removeAll { $0 == name }
    }
    try expect(workplace.files("inbox"), count: 0, "inbox", step)
    try compareOptional(refused, folder: "error", with: step.prefix + "refused", sample, workplace)
    try compareOptional(
      traces.error.filter { $0.hasSuffix(".report.txt") }, folder: "error", with: step.prefix + "findings", sample, workplace)
    #expect(traces.error.filter { $0.hasSuffix(".report.json") }.count == traces.error.filter { $0.hasSuffix(".report.txt") }.count)
  }

  private static func expect(_ files: [String], count: Int, _ place: String, _ step: Sample.Step) throws {
    #expect(files.count == count, "\(place) after step \"\(step.prefix)\": \(files)")
  }

  private static func compareOptional(
    _ files: [String], folder: String, with stem: String, _ sample: Sample, _ workplace: Workplace
  ) throws {
    #expect(files.count <= 1, "\(files)")
    if let file = files.first {
      try compare("\(folder)/\(file)", with: stem, format: file, sample, workplace)
    } else if !records {
      for format in ["csv", "xml", "txt"] { #expect(sample.bytes("\(stem).\(format)") == nil, "nothing came for \(stem).\(format)") }
    }
  }

  private static func compare(
    _ place: String, with stem: String, format name: String, _ sample: Sample, _ workplace: Workplace
  ) throws {
    let bytes = name.hasSuffix(".report.txt") ? try findings(workplace.text(place)) : try answer(place, workplace)
    let file = "\(stem).\(name.split(separator: ".").last ?? "")"
    if records { return try record(bytes, file, of: sample) }
    let expected = sample.bytes(file)
    #expect(bytes == expected, "\(place) is not \(sample.name)/\(file):\n\(String(decoding: bytes, as: UTF8.self))")
  }

  /// The sandbox's port is another each time; the responses of a standard also name the interchange and its day.
  private static func answer(_ place: String, _ workplace: Workplace) throws -> [UInt8] {
    let bytes = try workplace.bytes(place)
    guard let text = String(validating: bytes, as: UTF8.self) else { return bytes }
    var answer = text.replacing(":\(workplace.sandbox.port)/", with: ":8787/")
    guard ["<OrderResponse ", "<ORDERRESPONSE ", "<ORDERS05>"].contains(where: answer.contains) else { return Array(answer.utf8) }
    if let found = answer.firstMatch(of: /<(?:cbc:IssueDate|ORDERRESPONSE_DATE|CREDAT)>([0-9]{4})-?([0-9]{2})-?([0-9]{2})/) {
      let (_, year, month, day) = found.output
      answer = answer.replacing("\(year)-\(month)-\(day)", with: "2026-11-22").replacing("\(year)\(month)\(day)", with: "20261122")
    }
    return Array(answer.replacing(/<(cbc:ID|ARCKEY)>[0-9a-z]{13}/) { "<\($0.output.1)>interchange" }.utf8)
  }

  /// The lines of a report between its first and its last words.
  private static func findings(_ report: String) throws -> [UInt8] {
    let parts = report.components(separatedBy: "\n\n")
    try #require(parts.count == 3, "\(report)")
    let lines = parts[1].split(separator: "\n")
    #expect(parts[2].hasPrefix("\(lines.count) finding"))
    return Array((parts[1] + "\n").utf8)
  }

  private static func compareCalls(of sample: Sample, with requests: [RecordedRequest]) throws {
    #expect(requests.flatMap(\.unknownFields) == [])
    if let request = sample.bytes("request.json") {
      var theirs = try JSONReader.read(request)
      var ours = try JSONReader.read(try #require(requests.first?.body))
      #expect(requests.count == 1)
      for (number, index) in theirs.indices.enumerated() { theirs = theirs.replacing { $0 == index ? "line \(number)" : $0 } }
      for (number, index) in ours.indices.enumerated() { ours = ours.replacing { $0 == index ? "line \(number)" : $0 } }
      #expect(ours.sorted.pretty() == theirs.sorted.pretty())
      return
    }
    if let request = sample.bytes("request.txt") {
      #expect(requests.map { "\($0.method) \($0.targetBelowBase)\n" } == [String(decoding: request, as: UTF8.self)])
      return
    }
    let calls = JSONValue.array(
      try requests.map { request in
        let body = try request.json
        return .object(
          [.init("method", .string(request.method)), .init("path", .string(request.target))] + (body.map { [.init("body", $0)] } ?? []))
      })
    let text = calls.pretty() + "\n"
    if records { return try record(Array(text.utf8), "calls.json", of: sample) }
    let expected = try JSONReader.read(try #require(sample.bytes("calls.json")))
    #expect(calls.sorted.pretty() == expected.sorted.pretty())
  }

  private static func record(_ bytes: [UInt8], _ file: String, of sample: Sample) throws {
    guard sample.bytes("response.json") == nil else { return }
    try Data(bytes).write(to: URL(filePath: sample.folder.appending(file).string))
    Issue.record("\(sample.name)/\(file) was recorded: read it, then run the tests without FERRY_RECORD")
  }
}

extension Sample {
  func withWorkplace<Result>(_ body: (Workplace) async throws -> Result) async throws -> Result {
    try await EndToEndTests.withWorkplace(settings: settings, erp: erp, schneider: schneider) { workplace in
      for profile in profiles { try workplace.write(profile, String(decoding: try #require(bytes(profile)), as: UTF8.self)) }
      return try await body(workplace)
    }
  }
}

/// What lies in the folders.
private struct Traces {
  var outbox: [String] = []
  var error: [String] = []
  var archive: [String] = []

  init() {}

  init(in workplace: Workplace) {
    outbox = workplace.files("outbox")
    error = workplace.files("error")
    archive = workplace.files("archive")
  }

  func subtracting(_ seen: Traces) -> Traces {
    var new = self
    new.outbox.removeAll { seen.outbox.contains($0) }
    new.error.removeAll { seen.error.contains($0) }
    new.archive.removeAll { seen.archive.contains($0) }
    return new
  }
}
