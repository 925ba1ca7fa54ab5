import Contracts
import Documents
import Formats
import Testing
import Translation

/// The example requests and responses of the API's documentation: what Ferry makes of a file must equal the one, and what it makes of the
/// other must equal answers that were written by hand.
@Suite struct SeedExampleTests {
  private let handling = Handling(defaults: ["currency": "EUR"])

  /// Without the UUIDs, which are Ferry's own.
  private func withoutIndices(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(withoutIndices))
    case .object(let members):
      .object(members.filter { $0.name != "index" }.map { .init($0.name, withoutIndices($0.value)) }.sorted { $0.name < $1.name })
    case .null, .boolean, .number, .string: value
    }
  }

  private func indices(_ request: JSONValue) -> [String] { request["items"]?.elements?.compactMap { $0["index"]?.text } ?? [] }

  /// The example response as it would speak of Ferry's request.
  private func response(_ sample: Sample, to indices: [String]) throws -> [UInt8] {
    let theirs = self.indices(try JSONReader.read(sample.bytes("request.json")))
    func mapped(_ value: JSONValue) -> JSONValue {
      switch value {
      case .array(let elements): .array(elements.map(mapped))
      case .object(let members): .object(members.map { .init($0.name, mapped($0.value)) })
      case .string(let text): .string(theirs.firstIndex(of: text).map { indices[$0] } ?? text)
      case .null, .boolean, .number: value
      }
    }
    return mapped(try JSONReader.read(sample.bytes("response.json"))).bytes
  }

  private func answer(_ kind: Kind, _ format: DocumentReader.Format, _ rows: [AnswerRow]) -> String {
    var writer = AnswerWriter(kind: kind, format: format)
    rows.forEach { writer.append($0) }
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  @Test(arguments: [Kind.orders, .returns], [DocumentReader.Format.csv, .xml])
  func `an order or return gives the example request, and the example response gives the answer`(kind: Kind, format: DocumentReader.Format)
    throws
  {
    let sample = Sample("\(kind.rawValue)/seed-example")
    let file = try ReadFile(bytes: sample.bytes("in.\(format.rawValue)"), named: "in.\(format.rawValue)", as: kind, handling)
    #expect(file.said == [])
    let document = try #require(file.documents.first)
    var planner = DocumentPlanner(kind: kind, handling: handling)
    let fingerprint = planner.fingerprint(of: document)
    let planned = planner.plan(document, fingerprint: fingerprint)
    let plan = try #require(planned)
    let request = try JSONReader.read(plan.call.body)
    #expect(file.documents.count == 1)
    let example = try JSONReader.read(sample.bytes("request.json"))
    #expect(withoutIndices(request) == withoutIndices(example))
    #expect(plan.call.indices == indices(request))
    #expect(Set(plan.call.indices).count == 2)
    #expect(plan.call.path == "/\(kind.rawValue)")

    let concluded = ConcludedDocument(
      number: plan.key.number, state: .accepted, sourceLine: plan.sourceLine, lines: LineNotes(plan.lines), body: plan.call.body,
      response: try response(sample, to: plan.call.indices))
    #expect(answer(kind, format, DocumentAnswer(kind: kind).rows(of: concluded)) == (try sample.text("answer.\(format.rawValue)")))
  }

  @Test(arguments: Kind.allCases.filter { !$0.isUnsafe }, [DocumentReader.Format.csv, .xml])
  func `a request of a safe kind gives the example request, and the example response gives the answer`(
    kind: Kind, format: DocumentReader.Format
  ) throws {
    let handling = Handling(targets: .init(erp: "erp", schneider: "schneider"))
    let sample = Sample("\(kind.rawValue)/seed-example")
    let file = try ReadFile(bytes: sample.bytes("in.\(format.rawValue)"), named: "in.\(format.rawValue)", as: kind, handling)
    #expect(file.said == [])
    #expect(file.documents.count == 1)
    var planner = SearchPlanner(kind: kind, handling: handling)
    let items = planner.items(of: try #require(file.documents.first))
    #expect(items.map(\.target) == [kind.api.rawValue])
    let call = PlannedCall.asking(items)
    let response: [UInt8]
    if call.method == .get {
      #expect(call.requestLine + "\n" == (try sample.text("request.txt")))
      #expect(call.body == [])
      response = try sample.bytes("response.json")
    } else {
      let request = try JSONReader.read(call.body)
      let example = try JSONReader.read(sample.bytes("request.json"))
      #expect(withoutIndices(request) == withoutIndices(example))
      #expect(call.requestLine == Self.paths[kind].map { "POST " + $0 })
      #expect(call.indices == indices(request))
      response = try self.response(sample, to: call.indices)
    }
    let answers = SearchAnswer(kind: kind)
    let read = answers.read(response)
    let rows = items.flatMap { answers.rows(of: $0, in: read) }
    #expect(answer(kind, format, rows) == (try sample.text("answer.\(format.rawValue)")))
  }

  private static let paths: [Kind: String] = [
    .availability: "/availabilities/search", .shippingPlans: "/shipping-plans/search", .preCheckout: "/precheckout",
  ]
}

extension PlannedCall {
  /// As it stands in a sample's `request.txt`.
  var requestLine: String {
    let query = query.map { Self.percentEncoded($0.name) + "=" + Self.percentEncoded($0.value) }.joined(separator: "&")
    return "\(method.rawValue) \(path)" + (query.isEmpty ? "" : "?" + query)
  }
}
