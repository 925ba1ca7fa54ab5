import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// Leaving in good order, and who may be at work.
@Suite struct CrashSignalTests {
  /// `ferry watch` with the first order in flight.
  private func watching(_ workplace: Workplace, _ numbers: [String]) async throws -> FerryProcess {
    workplace.sandbox.server.misbehave(FaultRule(.delay, method: "POST", path: "/orders", times: nil, delay: .milliseconds(300)))
    let watch = try workplace.start("watch")
    try workplace.drop(Workplace.orders(numbers), as: "orders.csv")
    try await eventually("the first order") { !workplace.posts.isEmpty }
    return watch
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `asked to leave, watch finishes what is in flight, and the next run does the rest`(_ signal: Int32) async throws {
    let numbers = (1...20).map { "S-\($0)" }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let watch = try await watching(workplace, numbers)
      watch.signal(signal)
      let ending = await watch.ending
      #expect(ending.exit == 0, "\(ending.errors)")
      let status = try await workplace.status()
      #expect(status.exit == 0, "nothing is in doubt")
      #expect(status.json["holder"] == .null)
      #expect(status.json["documents"]?["accepted"]?.text == "\(workplace.posts.count)")
      #expect(workplace.posts.count < numbers.count, "it did not wait for the whole file")

      workplace.sandbox.server.behave()
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("orders.answer.csv") == Array(repeating: "accepted", count: numbers.count))
      #expect(workplace.sandbox.server.orderCounts == Dictionary(uniqueKeysWithValues: numbers.map { ($0, 1) }))
    }
  }

  @Test func `only one is at work, and the others say who`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let watch = try await watching(workplace, ["L-1"])
      let run = try await workplace.ferry("run")
      #expect(run.exit == 69)
      #expect(run.errors.contains("var is in use by process \(watch.pid) (ferry watch, since 20"))
      let second = try await workplace.ferry("watch")
      #expect(second.exit == 74)
      #expect(second.errors.contains("process \(watch.pid) (ferry watch"))
      let status = try await workplace.ferry("status")
      #expect(status.output.contains("process \(watch.pid) (ferry watch"))
      try await eventually("the answer") { workplace.files("outbox") == ["orders.answer.csv"] }
      watch.signal(SIGKILL)
      _ = await watch.ending
      #expect(try await workplace.ferry("run").exit == 0, "a lock is never stale")
      #expect(workplace.sandbox.server.orderCounts == ["L-1": 1])
    }
  }

  @Test func `on SIGHUP watch takes over the settings for files that come later; wrong ones change nothing`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let watch = try workplace.start("watch")
      try workplace.drop(Workplace.orders(["H-1"]), as: "orders-1.csv")
      try await eventually("the first answer") { workplace.files("outbox").contains("orders-1.answer.csv") }
      let settings = try workplace.text("ferry.yaml")
      func body(of number: String) -> String {
        String(decoding: workplace.posts.first { $0.orderNumber == number }?.body ?? [], as: UTF8.self)
      }
      var files = 1
      func dropped(until currency: String) async throws -> Bool {
        files += 1
        let number = "H-\(files)"
        try workplace.drop(Workplace.orders([number]), as: "orders-\(files).csv")
        try await eventually("the answer to \(number)") { workplace.files("outbox").contains("orders-\(files).answer.csv") }
        return body(of: number).contains("\"currency\":\"\(currency)\"")
      }
      // A target that was not there at the start is one at the next.
      let late = """
        targets: { late: { base_url: "http://127.0.0.1:1", token: { bearer: env:SIGNING_KEY } } }
        partners: { default: { target: late } }

        """
      try workplace.write("ferry.yaml", settings.replacing("currency: EUR", with: "currency: CHF") + late)
      watch.signal(SIGHUP)
      while try await !dropped(until: "CHF") {
        try #require(files < 100, "SIGHUP was not heard")
      }
      try workplace.write("ferry.yaml", settings.replacing("currency: EUR", with: "curency: USD"))
      watch.signal(SIGHUP)
      #expect(try await dropped(until: "CHF"))
      watch.signal(SIGTERM)
      let ending = await watch.ending
      #expect(ending.exit == 0)
      #expect(body(of: "H-1").contains("\"currency\":\"EUR\""))
      #expect(ending.errors.contains("did you mean currency?"))
    }
  }

  @Test func `resolve asks the one at work, who carries it out`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      workplace.sandbox.server.misbehave(FaultRule(.dropAfter, method: "POST", path: "/orders"))
      try workplace.drop(Workplace.orders(["R-1"]), as: "orders.csv")
      let watch = try workplace.start("watch")
      try await eventually("the answer") { workplace.files("outbox") == ["orders.answer.csv"] }
      #expect(try workplace.statuses("orders.answer.csv") == ["in_doubt"])
      let id = try #require(workplace.posts.first?.externalIDs.first)
      let decided = try await workplace.ferry("resolve", "R-1", "--confirm", "\(id)@2018-01-16")
      #expect(decided.exit == 0, "\(decided.output)\(decided.errors)")
      #expect(decided.output.hasPrefix("written into the ledger; the running ferry watch (process \(watch.pid)) will act on it"))
      try await eventually("the update") { workplace.files("outbox").contains("orders.answer-update-1.csv") }
      watch.signal(SIGTERM)
      #expect(await watch.ending.exit == 0)
      #expect(workplace.posts.count == 1)
    }
  }
}
