import Foundation
import Sandbox
import Testing

/// A secret in a partner's file stays in that file.
@Suite struct SharedSecretTests {
  private static let secret = Array("not-a-real-secret".utf8)

  /// An order that is accepted, and one that is refused.
  @Test(arguments: ["cxml-order", "cxml-entity"])
  func `the shared secret of a cXML file is in nothing that Ferry writes`(_ name: String) async throws {
    let sample = try #require(try Sample.all().first { $0.name == "orders/\(name)" })
    let input = try #require(sample.bytes("in.xml"))
    #expect(input.firstRange(of: Self.secret) != nil)
    try await sample.withWorkplace { workplace in
      try workplace.drop(input, as: "north/orders.xml")
      let ending = try await workplace.ferry("run")
      let shown = try await workplace.ferry("show", "orders.xml")
      for text in [ending.output, ending.errors, shown.output, shown.errors] { #expect(!text.contains("not-a-real-secret")) }
      #expect(shown.output.contains("orders.xml"))
      let copies = ["archive", "error"].flatMap { folder in workplace.files(folder).map { "\(folder)/\($0)" } }
      let written = ["outbox", "var"].flatMap { folder in workplace.files(folder).map { "\(folder)/\($0)" } }
      #expect(try copies.filter { try workplace.bytes($0).firstRange(of: Self.secret) != nil }.count == 1)
      #expect(written.count >= 2)
      for file in written { #expect(try workplace.bytes(file).firstRange(of: Self.secret) == nil, "\(file)") }
      for call in workplace.calls { #expect(call.body?.firstRange(of: Self.secret) == nil) }
    }
  }
}
