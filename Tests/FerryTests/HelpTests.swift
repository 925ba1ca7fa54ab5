import ArgumentParser
import Documents
import Testing

@testable import ferry

@Suite struct HelpTests {
  /// The lines of a help text that begin with `ferry`, without comments, pipes and variables in front.
  private static func examples(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let trimmed = line.drop { $0 == " " }
      guard trimmed.hasPrefix("ferry ") || trimmed.hasPrefix("FERRY_") else { return nil }
      let start = trimmed.hasPrefix("FERRY_") ? trimmed.drop(while: { $0 != " " }).dropFirst() : trimmed
      let end = start.firstRange(of: "  ")?.lowerBound ?? start.endIndex
      return String(start[..<end].split(separator: "|")[0])
    }
  }

  static let commands = Ferry.configuration.subcommands + [Ferry.self]
  static let all = commands.flatMap { examples(in: $0.configuration.discussion) }

  @Test(arguments: all)
  func `an example of the help is understood`(_ example: String) throws {
    let words = example.split(separator: " ").dropFirst().map(String.init)
    #expect(throws: Never.self) { try Ferry.parseAsRoot(words) }
  }

  @Test func `every command shows an example`() {
    for command in Self.commands { #expect(!Self.examples(in: command.configuration.discussion).isEmpty, "\(command)") }
  }

  @Test func `describe names every kind, and knows the names that files have`() throws {
    let help = Ferry.helpMessage(for: Describe.self, columns: 400)
    for kind in Kind.allCases { #expect(help.contains(kind.rawValue)) }
    let names = [
      "se-order": Kind.seOrder, "se-orders": .seOrders, "SE_ORDERS": .seOrders, "order": .orders, "shipping-plan": .shippingPlans,
      "order_status": .orderStatus, "se-shipment": .seShipments, "availabilities": .availability,
    ]
    for (name, kind) in names { #expect(try Describe.kind(named: name) == kind, "\(name)") }
    let error = #expect(throws: CommandError.self) { try Describe.kind(named: "se-ordres") }
    #expect(error?.message == "there is no kind \"se-ordres\"; did you mean se-orders?")
  }

  @Test func `a decision is one of three`() {
    for words in [
      ["resolve", "A-1"], ["resolve", "A-1", "--resend", "--abandon"], ["resolve", "A-1", "--abandon", "--force"], ["resolve"],
    ] {
      #expect(throws: (any Error).self) { try Ferry.parseAsRoot(words) }
    }
  }

  @Test func `a usage error ends with 64`() {
    let error = #expect(throws: (any Error).self) { try Ferry.parseAsRoot(["resolve", "A-1"]) }
    #expect(error.map { Ferry.exitCode(for: $0).rawValue } == ferry.ExitStatus.usage.rawValue)
  }
}
