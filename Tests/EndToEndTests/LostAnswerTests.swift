#if KillPoints
  import Foundation
  import Sandbox
  import SystemPackage
  import Testing

  /// Answers that are gone, and who took them.
  @Suite struct LostAnswerTests {
    @Test func `hidden files that were cleared away after a kill cost no answer, and it is told`() async throws {
      try await withWorkplace(settings: Workplace.defaults) { workplace in
        try workplace.drop(Workplace.orders(["L-1"]), as: "orders.csv")
        #expect(try await workplace.start(["run"], settings: ["KILL_AT": "publishing:after:1"]).ending.exit == nil)
        let outbox = workplace.folder.appending("outbox").string
        for name in try FileManager.default.contentsOfDirectory(atPath: outbox) {
          try FileManager.default.removeItem(atPath: outbox + "/" + name)
        }
        let ending = try await workplace.ferry("run")
        #expect(ending.exit == 74)
        #expect(ending.output.contains("/outbox/orders.answer.csv is not there, nor are Ferry's hidden files for it"), "\(ending.output)")
        #expect(try workplace.statuses("orders.answer.csv") == ["accepted"])
        #expect(try await workplace.ferry("run").exit == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: outbox) == ["orders.answer.csv"])
        #expect(workplace.sandbox.server.orderCounts == ["L-1": 1])
      }
    }

    @Test func `an answer that was fetched while Ferry was down is not published again`() async throws {
      try await withWorkplace(settings: Workplace.defaults) { workplace in
        try workplace.drop(Workplace.orders(["L-1"]), as: "orders.csv")
        #expect(try await workplace.start(["run"], settings: ["KILL_AT": "placing:after:1"]).ending.exit == nil)
        try FileManager.default.removeItem(atPath: workplace.folder.pushing("outbox/orders.answer.csv").string)
        #expect(try await workplace.ferry("run").exit == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: workplace.folder.appending("outbox").string) == [])
      }
    }

    @Test func `a marker that a kill left behind lets no torn file through`() async throws {
      let settings = Workplace.defaults
      try await withWorkplace(settings: settings) { workplace in
        try workplace.write("ferry.yaml", try workplace.text("ferry.yaml").replacing("rest_period: 50ms", with: "rest_period: 60s"))
        try workplace.write("inbox/orders-1.csv", Workplace.orders(["T-1"]))
        try workplace.write("inbox/orders-1.csv.done", "")
        #expect(try await workplace.start(["watch"], settings: ["KILL_AT": "claim:after:1"]).ending.exit == nil)
        #expect(workplace.files("inbox") == ["orders-1.csv.done"])
        try workplace.write("inbox/orders-1.csv", Workplace.orders(["T-2"]))
        let watch = try workplace.start("watch")
        try await eventually("the first file's end") { workplace.files("archive").count == 1 }
        #expect(workplace.files("inbox") == ["orders-1.csv"])
        try workplace.write("inbox/orders-1.csv.done", "")
        try await eventually("the second file's end") { workplace.files("archive").count == 2 }
        watch.signal(SIGTERM)
        #expect(await watch.ending.exit == 0)
        #expect(workplace.sandbox.server.orderCounts == ["T-1": 1, "T-2": 1])
      }
    }

    @Test func `the answer to orders is told once more from the ledger`() async throws {
      try await withWorkplace(settings: Workplace.defaults) { workplace in
        try workplace.drop(Workplace.orders(["S-1", "S-2"]), as: "orders.csv")
        try workplace.drop("line;part_number;quantity\n1;P1;1\n", as: "availability.csv")
        #expect(try await workplace.ferry("run").exit == 0)
        let answer = try workplace.text("outbox/orders.answer.csv")
        for what in ["orders.csv", "S-2"] {
          let shown = try await workplace.ferry("show", what, "--answer")
          #expect((shown.exit, shown.output) == (0, answer), "\(shown.errors)")
        }
        let search = try await workplace.ferry("show", "availability.csv", "--answer")
        #expect(search.exit == 64)
        #expect(search.errors.contains("the ledger keeps no answer of availability.csv, since nothing of it was ordered; ferry replay "))
      }
    }
  }
#endif
