import Foundation
import Sandbox
import SystemPackage
import Testing

/// What the kernel was asked for, and in which order: what a power cut leaves at any moment. A file whose bytes were not synced may be empty
/// afterwards, a name in a folder that was not synced may be gone.
@Suite struct TraceTests {
  private typealias Step = SystemCallTrace.Step

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
        .init("and that place's own", "fsync", ["<\(inbox)/.ferry/claimed/default>"]),
        .init("and gone from the inbox", "fsync", ["<\(inbox)>"]),
        .init("the ledger knows it", "pwrite64", ["ledger.sqlite-wal>", "orders.csv"], isFirst: true),
        .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("its content is durable, whoever wrote it", "fsync", ["/claimed/default/", "/orders.csv>"]),
        .init("the ledger writes sending", "pwrite64", ["ledger.sqlite-wal>", "sending", "T-1", "orderNumber"]),
        .init("the ledger is durable", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the head of POST /orders leaves", SystemCallTrace.sending, ["<socket:", "POST /v1/orders "], isFirst: true),
        .init("the body leaves", SystemCallTrace.sending, ["<socket:", "{\\\"orderNumber\\\":\\\"T-1\\\""], isFirst: true, joins: true),
        .init("the response comes", SystemCallTrace.receiving, ["<socket:", "HTTP/1.1 200"]),
        .init("all of it", SystemCallTrace.receiving, ["<socket:", "externalOrderId"], joins: true),
        .init("the ledger writes the outcome", "pwrite64", ["ledger.sqlite-wal>", "externalOrderId"]),
        .init("the outcome is durable", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the answer is written, hidden", "write", ["<\(outbox)/.ferry.", "T-1;1;accepted"]),
        .init("the answer is durable", "fsync", ["<\(outbox)/.ferry."]),
        .init("and so is its hidden name", "fsync", ["<\(outbox)>"]),
        .init("its names are in the ledger", "pwrite64", ["ledger.sqlite-wal>", "orders.answer.csv"], isFirst: true),
        .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the answer appears", "renameat2", ["<\(outbox)>", "\"orders.answer.csv\", RENAME_NOREPLACE"], isFirst: true),
        .init("its name is durable", "fsync", ["<\(outbox)>"]),
        .init("the ledger writes that it is settled", "pwrite64", ["ledger.sqlite-wal>", "settled"]),
        .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the original goes to the archive", "renameat2", ["/claimed/default/", "/archive/", "RENAME_NOREPLACE"], isFirst: true),
        .init("its place is durable", "fsync", ["/archive/"]),
        .init("the ledger knows where", "pwrite64", ["ledger.sqlite-wal>", "/archive/"], isFirst: true),
        .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
      ])
      // What says of Ferry itself how it stands is replaced; nothing else is.
      let replaced = ["\"heartbeat\"", "\"ledger.mark\""]
      #expect(
        trace.calls { call in
          call.name.hasPrefix("rename") && !call.text.contains("RENAME_NOREPLACE") && !replaced.contains(where: call.text.contains)
        } == [])
    }
  }

  @Test func `whatever folder is made is in its parent durably before anything counts on it`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults + "\npartners: { north: {} }") { workplace in
      let folder = workplace.folder.string
      try FileManager.default.removeItem(atPath: folder + "/var")
      try workplace.drop(Workplace.orders(["T-1"]), as: "orders.csv")
      let trace = try await SystemCallTrace.of(["run"], with: strace, in: workplace)
      #expect(trace.exit == 0)
      let answer = Step("the answer appears", "renameat2", ["\"orders.answer.csv\", RENAME_NOREPLACE"])
      let post = Step("POST /orders leaves", SystemCallTrace.sending, ["<socket:", "POST /v1/orders "])
      try trace.expectInOrder([
        .init("the state folder is made", ["mkdirat"], ["<\(folder)>", "\"var\""]),
        .init("and kept", "fsync", ["<\(folder)>"]),
        .init("the new ledger and its log have durable names", ["fsync", "fdatasync"], ["<\(folder)/var>"]), post,
      ])
      try trace.expectInOrder([
        .init("a partner's outbox is made", "mkdirat", ["<\(folder)/outbox>", "\"north\""]),
        .init("and kept", "fsync", ["<\(folder)/outbox>"]), post,
      ])
      for (name, parent) in [(".ferry", ""), ("claimed", "/.ferry"), ("default", "/.ferry/claimed")] {
        try trace.expectInOrder([
          .init("\(name) is made", "mkdirat", ["<\(folder)/inbox\(parent)>", "\"\(name)\""]),
          .init("and kept", "fsync", ["<\(folder)/inbox\(parent)>"]),
          .init("the file is claimed", "renameat2", ["\"orders.csv\"", "/.ferry/claimed/default/"]),
        ])
      }
      let archived = try #require(workplace.files("archive").first).split(separator: "/")
      for depth in 0..<3 {
        let parent = ([folder + "/archive"] + archived[..<depth].map(String.init)).joined(separator: "/")
        try trace.expectInOrder([
          answer,
          .init("\(archived[depth]) is made", "mkdirat", ["<\(parent)>", "\"\(archived[depth])\""]),
          .init("and kept", "fsync", ["<\(parent)>"]),
          .init("the original goes there", "renameat2", ["/archive/", "\"orders.csv\", RENAME_NOREPLACE"]),
        ])
      }
    }
  }

  @Test func `a refused file's reports are on the disk before the file stands beside them`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.ordersHeader + "T-1;1;P1;10.50;none\n", as: "orders.csv")
      let trace = try await SystemCallTrace.of(["run"], with: strace, in: workplace)
      #expect(trace.exit == 65)
      let error = workplace.folder.appending("error").string
      let reports = ["txt", "json"].flatMap { kind in
        [
          Step("the report is written, hidden", "write", ["<\(error)/.ferry.", "orders.csv.report.\(kind).tmp>"]),
          Step("it is durable", "fsync", ["<\(error)/.ferry.", ".\(kind).tmp>"]),
          Step("it appears", "renameat2", ["<\(error)>", "\"orders.csv.report.\(kind)\", RENAME_NOREPLACE"], isFirst: true),
          Step("its name is durable", "fsync", ["<\(error)>"]),
        ]
      }
      try trace.expectInOrder(
        [Step("the answer appears", "renameat2", ["\"orders.answer.csv\", RENAME_NOREPLACE"])] + reports + [
          Step("the file comes", "renameat2", ["/claimed/default/", "<\(error)>", "\"orders.csv\", RENAME_NOREPLACE"], isFirst: true),
          Step("its place is durable", "fsync", ["<\(error)>"]),
          Step("the ledger knows where", "pwrite64", ["ledger.sqlite-wal>", "\(error)/orders.csv"], isFirst: true),
          Step("durably", "fdatasync", ["ledger.sqlite-wal>"]),
        ])
    }
  }

  @Test func `what a search came to is on the disk before its answer is announced`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop("line;part_number;quantity\n1;P1;2\n2;;3\n", as: "availability.csv")
      let trace = try await SystemCallTrace.of(["run"], with: strace, in: workplace)
      #expect(trace.exit == 65)
      let spool = workplace.folder.appending("var").appending("spool").string
      try trace.expectInOrder([
        .init("the spool's folder is made", ["mkdir", "mkdirat"], ["spool\""]),
        .init("and kept", "fsync", ["<\(workplace.folder.appending("var"))>"]),
        .init("the findings are durable", "fsync", ["<\(spool)/", ".findings>"]),
        .init("the verdict is durable", "fsync", ["<\(spool)/", ".verdict>"]),
        .init("and so are their names", "fsync", ["<\(spool)>"]),
        .init("the answer's names are in the ledger", "pwrite64", ["ledger.sqlite-wal>", "availability.answer.csv"], isFirst: true),
        .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the answer appears", "renameat2", ["\"availability.answer.csv\", RENAME_NOREPLACE"], isFirst: true),
      ])
    }
  }

  @Test func `an archive on another file system has its copy durably before the original goes`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    let archive = "/dev/shm/ferry-archive-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: archive, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: archive) }
    try await withWorkplace(settings: Workplace.defaults + "\nfolders: { archive: \(archive) }") { workplace in
      try workplace.drop(Workplace.orders(["T-1"]), as: "orders.csv")
      let trace = try await SystemCallTrace.of(["run"], with: strace, in: workplace)
      #expect(trace.exit == 0)
      try trace.expectInOrder([
        .init("it cannot be renamed", "renameat2", ["/claimed/default/", "<\(archive)/", "EXDEV"]),
        .init("it is copied, hidden", "write", ["<\(archive)/", "/.ferry.", "T-1;1;P1"]),
        .init("the copy is durable", "fsync", ["<\(archive)/", "/.ferry."]),
        .init("where it goes is noted beside the original", "write", ["/claimed/default/", "/.moving>", archive]),
        .init("durably", "fsync", ["/.moving>"]),
        .init("with its name", "fsync", ["/.ferry/claimed/default/"]),
        .init("the copy appears", "renameat2", ["<\(archive)/", "\"orders.csv\", RENAME_NOREPLACE"], isFirst: false),
        .init("its name is durable", "fsync", ["<\(archive)/"]),
        .init("the original goes", "unlinkat", ["/claimed/default/", "\"orders.csv\""], isFirst: true),
        .init("durably", "fsync", ["/.ferry/claimed/default/"]),
        .init("the note goes", "unlinkat", ["/claimed/default/", "\".moving\""]),
      ])
    }
  }

  @Test func `an answer's marker comes after the answer, and both are on the disk before they are announced`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults + "\npartners: { default: { profile: marked.yaml } }") { workplace in
      let columns = ["order_number", "line", "part_number", "net_price", "quantity"].map { "  \($0): \($0)\n" }.joined()
      try workplace.write("marked.yaml", "format: csv\nkind: orders\nanswer: { marker: .ok }\nfields:\n\(columns)")
      try workplace.drop(Workplace.orders(["T-1"]), as: "orders.csv")
      let trace = try await SystemCallTrace.of(["run"], with: strace, in: workplace)
      #expect(trace.exit == 0)
      let outbox = workplace.folder.appending("outbox").string
      #expect(workplace.files("outbox") == ["orders.answer.csv", "orders.answer.csv.ok"])
      try trace.expectInOrder([
        .init("the answer is durable", "fsync", ["<\(outbox)/.ferry.", "orders.answer.csv.tmp>"]),
        .init("the marker is durable", "fsync", ["<\(outbox)/.ferry.", "orders.answer.csv.ok.tmp>"]),
        .init("and so are their hidden names", "fsync", ["<\(outbox)>"]),
        .init("their names are in the ledger", "pwrite64", ["ledger.sqlite-wal>", "orders.answer.csv.ok"], isFirst: true),
        .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the answer appears", "renameat2", ["<\(outbox)>", "\"orders.answer.csv\", RENAME_NOREPLACE"], isFirst: true),
        .init("its name is durable", "fsync", ["<\(outbox)>"]),
        .init("the marker appears", "renameat2", ["<\(outbox)>", "\"orders.answer.csv.ok\", RENAME_NOREPLACE"], isFirst: true),
        .init("its name is durable", "fsync", ["<\(outbox)>"]),
        .init("the ledger writes that it is settled", "pwrite64", ["ledger.sqlite-wal>", "settled"]),
      ])
    }
  }

  @Test func `a decision is on the disk before the update of the answer appears`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      workplace.sandbox.server.misbehave(FaultRule(.dropAfter, method: "POST", path: "/orders"))
      try workplace.drop(Workplace.orders(["T-1"]), as: "orders.csv")
      #expect(try await workplace.ferry("run").exit == 75)
      let id = try #require(workplace.posts.first?.externalIDs.first)
      let trace = try await SystemCallTrace.of(["resolve", "T-1", "--confirm", "\(id)@2018-01-16"], with: strace, in: workplace)
      #expect(trace.exit == 0)
      let outbox = workplace.folder.appending("outbox").string
      try trace.expectInOrder(
        [
          .init("the wish is in the ledger", "fdatasync", ["ledger.sqlite-wal>"]),
          .init("the order is looked at", SystemCallTrace.sending, ["<socket:", "GET /v1/orders/\(id)"], isFirst: true),
          .init("what it came to is in the ledger", "pwrite64", ["ledger.sqlite-wal>", id]),
          .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
        ] + announced(in: outbox, "orders.answer-update-1.csv"))
    }
  }

  @Test func `what a parcel changed is on the disk before it is told, and told before it is forgotten`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults + "\ntrack: true") { workplace in
      try workplace.drop(Workplace.orders(["T-1"]), as: "orders.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      try await workplace.sandbox.tell(
        "/sandbox/ship", #"{"orderNumber": "T-1", "externalLineNumber": "1", "quantity": 1, "parcel": "P-1", "shipper": "La posta"}"#)
      let trace = try await SystemCallTrace.of(["run"], with: strace, in: workplace)
      #expect(trace.exit == 0)
      let file = try #require(workplace.files("outbox").first { $0.hasPrefix("order-changes-") })
      try trace.expectInOrder(announced(in: workplace.folder.appending("outbox").string, file))
    }
  }

  @Test func `a replayed original is whole and durable before it stands in the inbox`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["T-1"]), as: "orders.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      let trace = try await SystemCallTrace.of(["replay", "orders.csv"], with: strace, in: workplace)
      #expect(trace.exit == 0)
      let inbox = workplace.folder.appending("inbox").string
      try trace.expectInOrder([
        .init("the wish is in the ledger", "fdatasync", ["ledger.sqlite-wal>"]),
        .init("the copy is written, hidden", "write", ["<\(inbox)/.ferry.", "T-1;1;P1"]),
        .init("it is durable", "fsync", ["<\(inbox)/.ferry."]),
        .init("it appears", "renameat2", ["<\(inbox)>", "\"orders.replay.csv\", RENAME_NOREPLACE"], isFirst: true),
        .init("its name is durable", "fsync", ["<\(inbox)>"]),
        .init("the ledger knows", "pwrite64", ["ledger.sqlite-wal>", "orders.replay.csv"], isFirst: true),
      ])
    }
  }

  /// How a file comes into the outbox beside the answers.
  private func announced(in outbox: String, _ name: String) -> [SystemCallTrace.Step] {
    [
      .init("it is durable, hidden", "fsync", ["<\(outbox)/.ferry.", "\(name).tmp>"]),
      .init("and so is its hidden name", "fsync", ["<\(outbox)>"]),
      .init("its names are in the ledger", "pwrite64", ["ledger.sqlite-wal>", name], isFirst: true),
      .init("durably", "fdatasync", ["ledger.sqlite-wal>"]),
      .init("it appears", "renameat2", ["<\(outbox)>", "\"\(name)\", RENAME_NOREPLACE"], isFirst: true),
      .init("its name is durable", "fsync", ["<\(outbox)>"]),
      .init("the ledger knows", "fdatasync", ["ledger.sqlite-wal>"]),
    ]
  }
}
