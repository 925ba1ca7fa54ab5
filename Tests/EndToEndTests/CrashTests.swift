import Contracts
import Foundation
import Sandbox
import Testing

/// The built program, killed where it hurts.
@Suite struct CrashTests {
  /// Starts `ferry run`, and kills it as soon as the next order or return stands in the sandbox's books; the response never comes.
  private func killInFlight(_ workplace: Workplace, _ path: String) async throws {
    let posts = workplace.posts.count
    workplace.sandbox.server.misbehave(FaultRule(.hangAfterCommit, method: "POST", path: path))
    let process = try workplace.start("run")
    try await eventually("POST \(path)") { workplace.posts.count > posts && workplace.posts.last?.committed == true }
    process.signal(SIGKILL)
    #expect(await process.ending.exit == nil, "ended by the signal")
  }

  @Test(arguments: ["orders", "returns"])
  func `killed between sending and the response, a document is in doubt, and the operator settles it`(_ kind: String) async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let file =
        kind == "orders" ? Workplace.orders(["A-1"]) : Workplace.returnsHeader + "A-1;O-1;2026-11-21;E-1;2026-11-20;1;P1;2;DAMAGED\n"
      try workplace.drop(file, as: "\(kind).csv")
      try await killInFlight(workplace, "/\(kind)")
      var status = try await workplace.status()
      #expect(status.exit == 75)
      #expect(status.json["in_flight"]?.text == "1")
      #expect(workplace.claimed.count == 1)

      let restarted = try await workplace.ferry("run")
      #expect(restarted.exit == 75)
      #expect(restarted.output.hasPrefix("1 file done: 1 in doubt\n"))
      #expect(workplace.posts.count == 1, "nothing is sent again")
      #expect(try workplace.rows("\(kind).answer.csv") == [["2", "A-1", "1", "in_doubt", "in_doubt"]])
      #expect(workplace.claimed == [])
      #expect(workplace.files("archive").count == 1)
      #expect(workplace.files("error") == [])
      status = try await workplace.status()
      #expect(status.exit == 75)
      #expect(status.json["undecided"]?.elements?.compactMap { $0["number"]?.text } == ["A-1"])

      // While it is in doubt, the same content again is a duplicate of what is in doubt.
      try workplace.drop(file, as: "\(kind)-again.csv")
      #expect(try await workplace.ferry("run").exit == 0, "run speaks of what it did itself")
      #expect(try workplace.statuses("\(kind)-again.answer.csv") == ["in_doubt"])

      let request = try #require(workplace.posts.first)
      let id = try #require(request.externalIDs.first)
      let date = kind == "orders" ? "2018-01-16" : "2026-11-21"
      let wrong = try await workplace.ferry("resolve", "A-1", "--confirm", "NOT-THERE@\(date)")
      #expect(wrong.exit == 75)
      #expect(wrong.output.contains("stays in doubt: NOT-THERE was not found at the target"))
      let settled = try await workplace.ferry("resolve", "A-1", "--confirm", "\(id)@\(date)")
      #expect(settled.exit == 0, "\(settled.output)\(settled.errors)")
      #expect(settled.output.hasSuffix("is now accepted\n"))
      let fetched = try #require(workplace.sandbox.server.record.last)
      #expect([fetched.method, fetched.path] == ["GET", "/v1/\(kind)/\(id)"])
      #expect(try await workplace.status().exit == 0)

      let update = "\(kind).answer-update-1.csv"
      #expect(try workplace.statuses(update) == ["accepted"])
      #expect(try workplace.text("outbox/" + update).contains(";\(id);"))
      #expect(try await workplace.ferry("run").exit == 0)
      try workplace.drop(file, as: "\(kind).csv")
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("\(kind).answer-2.csv") == ["duplicate"])
      #expect(try workplace.text("outbox/\(kind).answer-2.csv").contains(";\(id);"))
      #expect(workplace.posts.count == 1)
      #expect((kind == "orders" ? workplace.sandbox.server.orderCounts : workplace.sandbox.server.returnCounts) == ["A-1": 1])
      #expect(
        workplace.files("outbox")
          == ["\(kind)-again.answer.csv", "\(kind).answer-2.csv", update, "\(kind).answer.csv"], "each answer once")
    }
  }

  @Test func `a confirmation that names another order changes nothing`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["A-1"], quantity: 5), as: "orders-1.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      let other = try #require(workplace.posts.first?.externalIDs.first)
      try workplace.drop(Workplace.orders(["A-2"]), as: "orders-2.csv")
      try await killInFlight(workplace, "/orders")
      #expect(try await workplace.ferry("run").exit == 75)
      let decided = try await workplace.ferry("resolve", "A-2", "--confirm", "\(other)@2018-01-16")
      #expect(decided.exit == 75)
      #expect(decided.output.contains("differs from what was sent: line 1 has quantity 5 there, and 3 was sent. Decide again with --force"))
      #expect(try await workplace.status().json["in_doubt"]?.text == "1")
      #expect(workplace.files("outbox") == ["orders-1.answer.csv", "orders-2.answer.csv"], "nothing is told that did not happen")
    }
  }

  @Test func `an address can be corrected until an order may have arrived there, and no longer`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      let nobody = try UnheardPort()
      let address = "http://127.0.0.1:\(nobody.port)/v1"
      let elsewhere = ["ERP_BASE_URL": address, "HOLD_PATIENCE": "100ms"]
      #expect(try await workplace.start(["run"], settings: elsewhere).ending.exit == 69)
      try await killInFlight(workplace, "/orders")
      let moved = try await workplace.start(["run"], settings: elsewhere).ending
      #expect(moved.exit == 78)
      #expect(moved.errors.contains("target erp is bound to \(workplace.sandbox.baseURL) and cannot become \(address)"))
      #expect(try await workplace.ferry("run").exit == 75)
      #expect(workplace.sandbox.server.orderCounts == ["A-1": 1])
    }
  }

  @Test(arguments: ["run", "watch"])
  func `killed again and again among 200 orders, each is sent at most once and answered once`(_ command: String) async throws {
    let numbers = (1...200).map { "N-\($0)" }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      workplace.sandbox.server.misbehave(FaultRule(.delay, method: "POST", path: "/orders", times: nil, delay: .milliseconds(10)))
      try workplace.drop(Workplace.orders(numbers), as: "orders.csv")
      // More than are in flight, so that each life gets further than the one before; all of them fewer than there are, with those in flight.
      let kills = (1...5).map { _ in Int.random(in: 12...28) }
      var doubts = 0
      for more in kills {
        let wanted = workplace.posts.count + more
        let process = try workplace.start([command], settings: ["ERP_CONCURRENCY": "8"])
        try await eventually("POST number \(wanted)") { workplace.posts.count >= wanted }
        process.signal(SIGKILL)
        #expect(await process.ending.exit == nil)
        let status = try await workplace.status()
        let inFlight = Int(status.json["in_flight"]?.text ?? "") ?? -1
        #expect((0...8).contains(inFlight), "\(kills)")
        #expect(status.exit == (inFlight + doubts > 0 ? 75 : 0))
        #expect(workplace.files("outbox") == [], "no torn answer, \(kills)")
        doubts += inFlight
      }
      #expect(try await workplace.start(["run"], settings: ["ERP_CONCURRENCY": "8"]).ending.exit == 75)
      try expectOnce(numbers, doubts: doubts, in: workplace, "killed after \(kills) POSTs")
      let before = try workplace.contents()
      let requests = workplace.posts.count
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.contents() == before, "a second restart changes nothing")
      #expect(workplace.posts.count == requests)
      #expect(try await workplace.status().json["in_doubt"]?.text == "\(doubts)")
    }
  }

  private func expectOnce(_ numbers: [String], doubts: Int, in workplace: Workplace, _ how: Comment) throws {
    let counts = workplace.sandbox.server.orderCounts
    #expect(counts.values.allSatisfy { $0 == 1 }, how)
    let rows = try workplace.rows("orders.answer.csv")
    #expect(rows.map { $0[1] } == numbers, how)
    #expect(rows.map { $0[0] } == (2...numbers.count + 1).map(String.init), how)
    #expect(rows.count { $0[3] == "in_doubt" } == doubts, how)
    #expect(rows.count { $0[3] == "accepted" } == numbers.count - doubts, how)
    #expect(rows.allSatisfy { $0[3] == "in_doubt" || counts[$0[1]] == 1 }, how)
    #expect(workplace.claimed == [])
    #expect(workplace.files("inbox") == [])
    let archived = try #require(workplace.files("archive").first)
    #expect(try workplace.text("archive/" + archived) == Workplace.orders(numbers), "byte for byte as it came")
  }

  @Test func `a file that ends Ferry each time before anything comes of it goes aside, with an answer for every document`() async throws {
    let numbers = (1...8).map { "P-\($0)" }
    let statuses = Array(repeating: "in_doubt", count: 5) + Array(repeating: "refused", count: 3)
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(numbers), as: "orders.csv")
      for _ in 1...5 { try await killInFlight(workplace, "/orders") }
      let ending = try await workplace.ferry("run")
      #expect(ending.exit == 75)
      #expect(ending.output.contains("orders.csv stands in the error folder: poisoned"))
      #expect(try workplace.rows("orders.answer.csv").map { $0[1] } == numbers)
      #expect(try workplace.statuses("orders.answer.csv") == statuses)
      #expect(workplace.posts.count == 5)
      #expect(try workplace.text("error/orders.csv") == Workplace.orders(numbers))

      // The operator looks after Ferry, and asks for the rest.
      #expect(try await workplace.ferry("replay", "orders.csv").exit == 0)
      #expect(try await workplace.ferry("run").exit == 0)
      let answer = try #require(workplace.files("outbox").first { $0.contains("replay") })
      #expect(try workplace.statuses(answer) == statuses.map { $0 == "refused" ? "accepted" : $0 })
      #expect(workplace.sandbox.server.orderCounts.values.allSatisfy { $0 == 1 })
    }
  }
}
