import Contracts
import Foundation
import Glibc
import Sandbox
import SystemPackage
import Testing

/// `ferry resolve` beside others, and killed at its work.
@Suite struct ResolveTests {
  /// Two orders in doubt with equal lines: E-3 stands at the target, E-4 does not.
  private func doubt(_ workplace: Workplace) async throws -> String {
    workplace.sandbox.server.misbehave(
      FaultRule(.dropAfter, path: "/orders", number: "E-3"), FaultRule(.dropBefore, path: "/orders", number: "E-4"))
    try workplace.drop(Workplace.orders(["E-3", "E-4"]), as: "orders.csv")
    #expect(try await workplace.ferry("run").exit == 75)
    let id = try #require(workplace.posts.first { $0.orderNumber == "E-3" }?.externalIDs.first)
    return "\(id)@2018-01-16"
  }

  @Test func `two orders are not confirmed by one id`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let id = try await doubt(workplace)
      try workplace.write("both.csv", "number;decision;ids\nE-3;confirm;\(id)\nE-4;confirm;\(id)\n")
      let both = try await workplace.ferry("resolve", "--from", "both.csv")
      #expect(both.exit == 65)
      #expect(both.errors.contains("both.csv:3: the id ") && both.errors.contains("stands in line 2, too"), "\(both.errors)")
      #expect(try await workplace.status().json["in_doubt"]?.text == "2", "nothing is decided then")
      #expect(try await workplace.ferry("resolve", "E-3", "--confirm", id, "--confirm", id).exit == 64)
      #expect(try await workplace.ferry("resolve", "E-3", "--confirm", id).exit == 0)
      let second = try await workplace.ferry("resolve", "E-4", "--confirm", id)
      #expect(second.exit == 75)
      #expect(
        second.output.contains("is that of the order E-3 of partner default already (accepted); look this one's up"), "\(second.output)")
      #expect(try await workplace.ferry("resolve", "E-4", "--resend").exit == 0)
      #expect(workplace.sandbox.server.orderCounts == ["E-3": 1, "E-4": 1])
    }
  }

  @Test func `what another command than run or watch keeps is waited for`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      _ = try await doubt(workplace)
      let lock = workplace.folder.pushing("var/lock").string
      let file = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
      try FileHandle(fileDescriptor: file).truncate(atOffset: 0)
      try FileHandle(fileDescriptor: file).write(contentsOf: Data("\(getpid())\nferry prune\n2026-11-21T00:00:00.000Z\n".utf8))
      let process = try workplace.start("resolve", "E-4", "--abandon")
      try await eventually("it waits") { process.errorsSoFar.contains("ferry: waiting for process \(getpid()) (ferry prune") }
      close(file)
      let ending = await process.ending
      #expect(ending.exit == 0, "\(ending.errors)")
      #expect(ending.output == "order E-4 of partner default at target erp is now refused\n")
    }
  }

  @Test func `beside a watch the end of a decision is told, also its rejection`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      _ = try await doubt(workplace)
      let watch = try workplace.start("watch")
      try await eventually("it is at work") { workplace.files("var").contains("heartbeat") }
      let wrong = try await workplace.ferry("resolve", "E-4", "--confirm", "NOWHERE@2018-01-16")
      #expect(wrong.exit == 75)
      #expect(wrong.output.contains("stays in doubt: NOWHERE was not found at the target"), "\(wrong.output)")
      let abandoned = try await workplace.ferry("resolve", "E-4", "--abandon")
      #expect(abandoned.exit == 0)
      #expect(abandoned.output.hasSuffix("is now refused\n"))
      watch.signal(SIGTERM)
      #expect(await watch.ending.exit == 0)
    }
  }

  #if KillPoints
    /// Where a decision passes, and which one.
    private static let places: [(String, String)] = [
      ("decision:before:1", "confirm"), ("decision:after:1", "abandon"), ("intentWritten:after:1", "resend"),
      ("response:after:1", "resend"),
      ("outcome:after:1", "resend"), ("draft:after:1", "confirm"), ("draftPiece:after:1", "resend"), ("draftSync:after:1", "abandon"),
      ("updatePublishing:before:1", "resend"), ("updatePublishing:after:1", "confirm"), ("placing:before:1", "abandon"),
      ("placing:after:1", "resend"), ("updateClosing:before:1", "confirm"), ("updateClosing:after:1", "abandon"),
    ]

    @Test(arguments: places)
    func `killed at each step of a decision, the next process carries it out and tells it once`(_ place: String, _ action: String)
      async throws
    {
      try await withWorkplace(settings: Workplace.defaults) { workplace in
        let id = try await doubt(workplace)
        let number = action == "confirm" ? "E-3" : "E-4"
        let decision = ["resolve", number, "--\(action)"] + (action == "confirm" ? [id] : [])
        let killed = try await workplace.start(decision, settings: ["KILL_AT": place]).ending
        #expect(killed.exit == nil, "\(place) was not reached: \(killed.output)\(killed.errors)")
        // Sent again and not heard of, it is in doubt again, and told as such.
        let isLost = place.hasPrefix("response")
        let next = try await workplace.ferry("run")
        #expect(next.exit == (isLost ? 75 : 0), "\(next.output)")
        #expect(try await workplace.ferry("run").exit == 0)
        #expect(
          try workplace.statuses("orders.answer-update-1.csv")
            == [isLost ? "in_doubt" : action == "abandon" ? "refused" : "accepted"])
        #expect(workplace.files("outbox") == ["orders.answer-update-1.csv", "orders.answer.csv"])
        #expect(workplace.posts.count { $0.orderNumber == "E-4" } == (action == "resend" ? 2 : 1))
      }
    }
  #endif
}
