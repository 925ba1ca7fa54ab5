import Contracts
import Foundation
import SystemPackage
import Testing

/// `ferry profile test` and `ferry profile new` by the built program: what they print, write, and how they end.
@Suite struct ProfileCommandTests {
  private static let sample = "Order;Pos;Article;Qty;Price;Currency;Warehouse\nA-1;1;P 1;2;4,50;EUR;68\n"

  @Test func `a proposed profile is tested by what was recorded with it`() async throws {
    try await withWorkplace { workplace in
      try workplace.write("orders_17.csv", Self.sample)
      let made = try await workplace.ferry("profile", "new", "--from", "orders_17.csv", "--name", "acme", "--output", "acme.yaml")
      #expect(made.exit == 0, "\(made)")
      let again = try await workplace.ferry("profile", "new", "--from", "orders_17.csv", "--output", "acme.yaml")
      #expect(again.exit == 64)

      try FileManager.default.createDirectory(atPath: workplace.folder.pushing("acme/cases/one").string, withIntermediateDirectories: true)
      try workplace.write("acme/cases/one/in.csv", Self.sample)
      let unexpected = try await workplace.ferry("profile", "test", "acme.yaml")
      #expect(unexpected.exit == 65)
      #expect(unexpected.output.hasPrefix("FAIL  acme.yaml: one\n      calls.json: - expected, + came\n"))
      #expect(try await workplace.ferry("profile", "test", "acme.yaml", "--record").exit == 65)
      let expected = try await workplace.ferry("profile", "test", "acme.yaml")
      #expect(expected.exit == 0)
      #expect(expected.output == "OK    acme.yaml: one\n")
    }
  }

  @Test func `a partner that is not there and a sample that is not there are wrong usage`() async throws {
    try await withWorkplace { workplace in
      #expect(try await workplace.ferry("profile", "test", "nobody").exit == 64)
      #expect(try await workplace.ferry("profile", "new", "--from", "nothing.csv").exit == 64)
      try workplace.write("x.xml", "<Unheard/>")
      #expect(try await workplace.ferry("profile", "new", "--from", "x.xml").exit == 65)
    }
  }
}
