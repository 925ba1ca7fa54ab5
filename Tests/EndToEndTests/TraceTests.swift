import Foundation
import Sandbox
import SystemPackage
import Testing

/// What the kernel was asked for, and in which order.
@Suite struct TraceTests {
  @Test func `an order is on the disk before its first byte leaves, and its outcome before its answer appears`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["T-1"]), as: "orders.csv")
      let trace = try await SystemCallTrace.of(["run"], with: strace, in: workplace)
      #expect(trace.exit == 0)
      #expect(try workplace.statuses("orders.answer.csv") == ["accepted"])
      let inbox = workplace.folder.appending("inbox").string
      let outbox = workplace.folder.appending("outbox").string
      try trace.expectInOrder([
        .init("the file is claimed", "renameat2", ["<\(inbox)>", "\"orders.csv\"", "\(inbox)/.ferry/claimed/default/"]),
        .init("its place is durable", "fsync", ["<\(inbox)/.ferry/claimed/default/"]),
        .init("and gone from the inbox", "fsync", ["<\(inbox)>"]),
        .init("the ledger writes sending", "pwrite64", ["ledger.sqlite-wal>", "sending", "T-1", "orderNumber"]),
        .init("the ledger is durable", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the head of POST /orders leaves", SystemCallTrace.sending, ["<socket:", "POST /v1/orders "], isFirst: true),
        .init("the body leaves", SystemCallTrace.sending, ["<socket:", "{\\\"orderNumber\\\":\\\"T-1\\\""], isFirst: true, joins: true),
        .init("the response comes", SystemCallTrace.receiving, ["<socket:", "HTTP/1.1 200", "externalOrderId"]),
        .init("the ledger writes the outcome", "pwrite64", ["ledger.sqlite-wal>", "externalOrderId"]),
        .init("the outcome is durable", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the answer is written, hidden", "write", ["<\(outbox)/.ferry.", "T-1;1;accepted"]),
        .init("the answer is durable", "fsync", ["<\(outbox)/.ferry."]),
        .init("its names are in the ledger", "pwrite64", ["ledger.sqlite-wal>", "orders.answer.csv"]),
        .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the answer appears", "renameat2", ["<\(outbox)>", "\"orders.answer.csv\", RENAME_NOREPLACE"], isFirst: true),
        .init("its name is durable", "fsync", ["<\(outbox)>"]),
        .init("the ledger writes that it is settled", "pwrite64", ["ledger.sqlite-wal>", "settled"]),
        .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the original goes to the archive", "renameat2", ["/claimed/default/", "/archive/", "RENAME_NOREPLACE"], isFirst: true),
        .init("its place is durable", "fsync", ["/archive/"]),
      ])
      #expect(trace.calls { $0.name.hasPrefix("rename") && !$0.text.contains("RENAME_NOREPLACE") && !$0.text.contains("heartbeat") } == [])
    }
  }
}
