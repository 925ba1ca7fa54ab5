import Foundation
import Sandbox
import Testing

/// `track: true` as its user sees it: a file in the outbox when something happened, and none when nothing did.
@Suite struct OrderTrackingTests {
  private func changes(_ workplace: Workplace) -> [String] { workplace.files("outbox").filter { $0.hasPrefix("order-changes-") } }

  @Test func `a parcel that leaves between two runs is told once`() async throws {
    try await withWorkplace(settings: Workplace.defaults + "\ntrack: true") { workplace in
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(changes(workplace) == [])
      try await workplace.sandbox.tell(
        "/sandbox/ship", #"{"orderNumber": "A-1", "externalLineNumber": "1", "quantity": 1, "parcel": "P-1", "shipper": "La posta"}"#)

      #expect(try await workplace.ferry("run").exit == 0)
      let file = try #require(changes(workplace).first)
      #expect(file.hasPrefix("order-changes-2") && file.hasSuffix("-1.csv"))
      let told = try workplace.text("outbox/" + file)
      let rows = told.split(separator: "\n").dropFirst()
      #expect(rows.count == 1)
      #expect(
        rows.first?.hasPrefix("orders;A-1;1;") == true && rows.first?.contains(";parcel_shipped;;;P-1;1;La posta;") == true, "\(told)")

      #expect(try await workplace.ferry("run").exit == 0)
      #expect(changes(workplace) == [file], "nothing new, no file")
      #expect(try workplace.text("outbox/" + file) == told)
      let looks = workplace.calls.filter { $0.method == "GET" }
      #expect(looks.count == 2, "asked for in the second and the third run")
    }
  }

  @Test func `nothing is asked where it is not switched on`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      for _ in 1...2 { #expect(try await workplace.ferry("run").exit == 0) }
      #expect(workplace.calls.map(\.method) == ["POST"])
    }
  }
}
