import Foundation
import GRDB
import Sandbox
import SystemPackage
import Testing

/// A ledger with real damage: nothing is sent, the file stays as it is, and the message says what to do.
@Suite struct DamagedLedgerTests {
  enum Damage: CaseIterable, CustomTestStringConvertible {
    case header, middle, truncated, laterVersion, nothingLeft, logLost, logDamaged

    var testDescription: String { "\(self)" }

    /// What the message says.
    var words: String {
      switch self {
      case .header, .middle, .truncated: "is damaged or no database"
      case .laterVersion: "was written by a later Ferry; use that one, this one cannot read it"
      case .nothingLeft: "there is no ledger at "
      case .logLost, .logDamaged: "is not the one that was here last"
      }
    }

    func apply(to ledger: FilePath) throws {
      let url = URL(filePath: ledger.string)
      var bytes = try Data(contentsOf: url)
      switch self {
      case .header: bytes.replaceSubrange(0..<100, with: Data(repeating: 0xA5, count: 100))
      case .middle:
        for page in [3, 5, 8, 11] { bytes.replaceSubrange(page * 4096..<page * 4096 + 2048, with: Data(repeating: 0xA5, count: 2048)) }
      case .truncated: bytes = bytes.prefix(6 * 4096 + 100)
      case .laterVersion: break
      case .nothingLeft: bytes = Data()
      case .logLost:
        try FileManager.default.removeItem(atPath: ledger.string + "-wal")
        return
      case .logDamaged:
        let log = URL(filePath: ledger.string + "-wal")
        var frames = try Data(contentsOf: log)
        // The second frame: what follows it has not been committed, as far as SQLite can tell.
        frames.replaceSubrange(32 + 4120..<32 + 4120 + 2000, with: Data(repeating: 0xA5, count: 2000))
        try frames.write(to: log)
        return
      }
      try bytes.write(to: url)
    }

    var needsLog: Bool { self == .logLost || self == .logDamaged }
  }

  private func bytes(_ workplace: Workplace) -> [String: Data] {
    var found: [String: Data] = [:]
    for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
      found[name] = FileManager.default.contents(atPath: workplace.folder.appending("var").appending(name).string)
    }
    return found
  }

  /// Without a log, so that what is damaged is the ledger itself; a later version's has a migration more.
  private func prepare(_ damage: Damage, _ ledger: FilePath) throws {
    guard !damage.needsLog else { return }
    let pool = try DatabasePool(path: ledger.string)
    try pool.writeWithoutTransaction { database in
      if damage == .laterVersion { try database.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
      _ = try database.checkpoint(.truncate)
    }
    try pool.close()
  }

  /// Gets the file done and dies, so that the log is not folded in.
  private func killed(_ workplace: Workplace) async throws {
    let watch = try workplace.start("watch")
    let mark = { (try? workplace.text("var/ledger.mark")) ?? "" }
    let first = mark()
    try await eventually("the file is done, and the mark knows of it") { workplace.files("archive").count == 1 && mark() != first }
    watch.signal(SIGKILL)
    _ = await watch.ending
  }

  @Test(arguments: Damage.allCases) func `nothing is sent, and it is left as it is`(_ damage: Damage) async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let ledger = workplace.folder.appending("var").appending("ledger.sqlite")
      #expect(try await workplace.ferry("run").exit == 0, "a ledger without a log")
      try workplace.drop(Workplace.orders((1...40).map { "A-\($0)" }), as: "orders-1.csv")
      if damage.needsLog {
        try await killed(workplace)
      } else {
        #expect(try await workplace.ferry("run").exit == 0)
      }
      try prepare(damage, ledger)
      try damage.apply(to: ledger)
      let before = bytes(workplace)
      try workplace.drop(Workplace.orders(["A-1", "B-1"]), as: "orders-2.csv")
      for command in ["run", "watch"] {
        let ending = try await workplace.ferry(command)
        #expect(ending.exit == 74, "\(command)")
        #expect(ending.errors.contains(damage.words), "\(ending.errors)")
        if damage != .laterVersion { #expect(ending.errors.contains("run ferry check --restored"), "\(ending.errors)") }
      }
      let check = try await workplace.ferry("check")
      #expect(check.exit == 74)
      #expect(check.output.contains("FAIL  ledger: "), "\(check.output)")
      #expect(workplace.posts.count == 40)
      #expect(workplace.files("inbox") == ["orders-2.csv"])
      #expect(bytes(workplace)["ledger.sqlite"] == before["ledger.sqlite"])
      if !damage.needsLog { #expect((bytes(workplace)["ledger.sqlite-wal"] ?? Data()).isEmpty) }

      // The remedy that the messages name.
      if damage == .laterVersion { return }
      if !damage.needsLog, damage != .nothingLeft {
        for tail in ["", "-wal", "-shm"] {
          try? FileManager.default.moveItem(atPath: ledger.string + tail, toPath: ledger.string + ".aside" + tail)
        }
      }
      #expect(try await workplace.ferry("check", "--restored").exit == 0)
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("orders-2.answer.csv") == ["duplicate", "accepted"])
      #expect(workplace.posts.count == 41)
    }
  }

  @Test func `one whose making was interrupted is made to its end, and not beside traces of an earlier one`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      // GRDB writes the list of migrations before the first of them.
      let queue = try DatabaseQueue(path: workplace.folder.appending("var").appending("ledger.sqlite").string)
      try await queue.write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)") }
      try queue.close()
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      try workplace.write("archive/trace.csv", "")
      let refused = try await workplace.ferry("run")
      #expect(refused.exit == 74)
      #expect(refused.errors.contains(Damage.nothingLeft.words), "\(refused.errors)")
      try FileManager.default.removeItem(atPath: workplace.folder.appending("archive").appending("trace.csv").string)
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.sandbox.server.orderCounts == ["A-1": 1])
    }
  }

  /// The manual's commands, to the letter.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3"), "needs the program sqlite3"))
  func `the backup that the manual shows is made beside a running Ferry, and restored`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let watch = try workplace.start("watch")
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders-1.csv")
      try await eventually("the first answer") { workplace.files("outbox").count == 1 && workplace.files("archive").count == 1 }
      try await shell(workplace, "sqlite3 var/ledger.sqlite \".backup 'ledger-backup.sqlite'\"")
      try workplace.drop(Workplace.orders(["A-2"]), as: "orders-2.csv")
      try await eventually("the second answer") { workplace.files("outbox").count == 2 && workplace.files("archive").count == 2 }
      watch.signal(SIGTERM)
      #expect(await watch.ending.exit == 0)
      try await shell(
        workplace,
        """
        mkdir else; for f in var/ledger.sqlite*; do mv $f else/; done
        cp ledger-backup.sqlite var/ledger.sqlite
        chmod 600 var/ledger.sqlite
        """)
      #expect(try await workplace.ferry("run").exit == 74)
      let trial = try await workplace.ferry("check", "--restored", "--dry-run")
      #expect(
        trial.output == """
          compared: 1 file and 1 answer that the ledger did not know the end of
          to enter as accepted: 1 (A-2)
          known before: 0; not sent or refused, number free: 0
          nothing was written; without --dry-run it is

          """)
      #expect(try await workplace.ferry("check", "--restored").exit == 0)
      try workplace.drop(Workplace.orders(["A-1", "A-2"]), as: "orders-3.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("orders-3.answer.csv") == ["duplicate", "duplicate"])
    }
  }

  private func shell(_ workplace: Workplace, _ script: String) async throws {
    let process = try FerryProcess(
      program: "/bin/sh", arguments: ["-e", "-c", script], folder: workplace.folder, environment: ["PATH": "/usr/bin:/bin"])
    let ending = await process.ending
    #expect(ending.exit == 0, "\(ending.errors)")
  }
}
