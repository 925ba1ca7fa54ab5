import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// What commands say of files and documents that are not where one would look first.
@Suite struct ToldByCommandsTests {
  @Test func `what has not been begun counts as waiting, and is shown with its file and line`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      workplace.sandbox.server.misbehave(FaultRule(.status(503), path: "", times: nil))
      try workplace.drop(Workplace.orders((1...30).map { "E-\($0)" }), as: "orders.csv")
      let run = try await workplace.start(["run"], settings: ["HOLD_PATIENCE": "0s"]).ending
      #expect(run.exit == 69, "\(run)")
      #expect(try await workplace.ferry("status").output.contains("\n30 documents waiting, the oldest since "))
      let shown = try await workplace.ferry("show", "E-25")
      #expect(shown.exit == 0)
      #expect(
        shown.output.hasPrefix("order E-25 of partner default at target erp: waiting, not begun yet (orders.csv, line 26, received 2"),
        "\(shown)")
      let json = try JSONReader.read(Array(try await workplace.ferry("show", "E-25", "--json").output.utf8)).elements?.first
      #expect(json?["state"] == .string("waiting") && json?["line"] == .number("26"))
      let none = try await workplace.ferry("show", "E-31")
      #expect(none.exit == 64)
      #expect(none.errors == "ferry: the ledger knows no file and no document \"E-31\"; ferry status lists what there is\n")
      #expect(workplace.files("inbox") == [], "nothing was changed")
      workplace.sandbox.server.behave()
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try await workplace.ferry("show", "E-25").output.hasPrefix("order E-25 of partner default at target erp: accepted"))
      #expect(try await !workplace.ferry("status").output.contains("waiting"))
    }
  }

  @Test func `of a duplicate the first one's file is named, of the error folder what is still there`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      for name in ["orders-1.csv", "orders-2.csv"] {
        try workplace.drop(Workplace.orders(["A-1"]), as: name)
        #expect(try await workplace.ferry("run").exit == 0)
      }
      let shown = try await workplace.ferry("show", "A-1")
      #expect(shown.output.contains("\n  the first one with this number: orders-1.csv, line 2, accepted since 2"), "\(shown)")
      #expect(
        shown.output.contains("  duplicate  of orders-1.csv\n") || shown.output.hasSuffix("  duplicate  of orders-1.csv\n"), "\(shown)")
      let json = try JSONReader.read(Array(try await workplace.ferry("show", "A-1", "--json").output.utf8)).elements
      #expect(json?.map { $0["original"]?["file"] ?? .null } == [.null, .string("orders-1.csv")])

      for name in ["orders-3.csv", "orders-4.csv"] {
        try workplace.drop(Workplace.ordersHeader + "\(name);1;P1;x;1\n", as: name)
      }
      #expect(try await workplace.ferry("run").exit == 65)
      #expect(try await workplace.ferry("status").output.contains("  default/orders-3.csv: invalid, "))
      try FileManager.default.removeItem(atPath: workplace.folder.pushing("error/orders-3.csv").string)
      let status = try await workplace.ferry("status").output
      #expect(!status.contains("default/orders-3.csv") && status.contains("  default/orders-4.csv: invalid, "), "\(status)")
    }
  }

  @Test func `a file that is not there, flags that do not go together and a port in use are told with what to do`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let file = try await workplace.ferry("convert", "ACME_17.csv")
      #expect(file.exit == 64)
      #expect(file.errors == "ferry: the file ACME_17.csv is not there; give its path from where you are\n")
      let sample = try await workplace.ferry("profile", "new", "--from", "ACME_17.csv")
      #expect(sample.exit == 64)
      #expect(sample.errors == file.errors)
      let check = try await workplace.ferry("check", "--restored", "--alert")
      #expect(check.exit == 64)
      #expect(check.errors.contains("--alert goes with ferry check alone; with --restored nothing is sent to anybody"))
      let port = try await workplace.ferry("sandbox", "--port", "\(workplace.sandbox.port)")
      #expect(port.errors.contains("Choose another port with --port, or any free one with --port 0."), "\(port)")
      #expect(port.exit == 69)
    }
  }
}
