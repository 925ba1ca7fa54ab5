import Foundation
import Sandbox
import SystemPackage
import Testing

/// The real program on a machine whose wall clock is set. The sandbox's clock is right, and it looks at the dates of tokens.
@Suite struct ClockTests {
  private static let hour = 3_600
  private static let tenYears = 10 * 365 * 24 * hour
  /// To the first days of 1970.
  private static var epoch: Int { -Int(Date.now.timeIntervalSince1970) + 2 * 24 * hour }

  /// nil: no compiler is there.
  private func shim(in folder: FilePath) async throws -> String? {
    let compilers = ["/usr/bin/cc", "/usr/bin/clang", "/usr/bin/gcc"]
    guard let compiler = compilers.first(where: FileManager.default.isExecutableFile) else {
      print("NOT TESTED: the clock of the real program; there is none of \(compilers)")
      return nil
    }
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "set-clock.c").path
    let library = folder.appending("set-clock.so").string
    let ending = try await FerryProcess(
      program: FilePath(compiler), arguments: ["-shared", "-fPIC", "-o", library, source, "-ldl"], folder: folder,
      environment: ["PATH": "/usr/bin:/bin"]
    ).ending
    try #require(ending.exit == 0, "\(ending.errors)")
    return library
  }

  private func set(_ seconds: Int, _ clock: FilePath) throws {
    let file = try FileDescriptor.open(clock, .readWrite, options: .create, permissions: .ownerReadWrite)
    try withUnsafeBytes(of: Int64(seconds)) { bytes in _ = try file.closeAfter { try file.writeAll(bytes) } }
  }

  @Test(arguments: [hour, tenYears, -hour, -tenYears, epoch])
  func `set while a watch is at work, it makes the target refuse tokens, which is told; nothing is lost, given up or sent twice`(
    _ jump: Int
  )
    async throws
  {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      guard let shim = try await shim(in: workplace.folder) else { return }
      let clock = workplace.folder.appending("clock")
      try set(0, clock)
      func start(_ command: String) throws -> FerryProcess {
        try FerryProgram.start(
          [command], in: workplace.folder,
          environment: Workplace.environment.merging(["LD_PRELOAD": shim, "SET_CLOCK": clock.string, "FERRY_HOLD_PATIENCE": "100ms"]) { $1 }
        )
      }
      let watch = try start("watch")
      try await watch.accompanying {
        try workplace.drop(Workplace.orders(["T-1"]), as: "orders-1.csv")
        try await eventually("the first answer") { workplace.files("outbox").contains("orders-1.answer.csv") }
        try set(jump, clock)
        try workplace.drop(Workplace.orders(["T-2", "T-3"]), as: "orders-2.csv")
        try await eventually("its tokens are refused") { watch.errorsSoFar.contains("This machine's clock is") }
        try await eventually("status says so") {
          let status = try await workplace.ferry("status")
          return status.exit == 69 && status.output.contains("This machine's clock is")
        }
        #expect(workplace.files("outbox") == ["orders-1.answer.csv"])
        try set(0, clock)
        try await eventually("the second answer") { workplace.files("outbox").contains("orders-2.answer.csv") }
        #expect(try workplace.statuses("orders-2.answer.csv") == ["accepted", "accepted"])
        watch.signal(SIGTERM)
      }
      #expect(await watch.ending.exit == 0)
      // Wrong from its start: what is known is known, what is new waits.
      try set(jump, clock)
      try workplace.drop(Workplace.orders(["T-1"]), as: "orders-3.csv")
      #expect(try await start("run").ending.exit == 0)
      #expect(try workplace.statuses("orders-3.answer.csv") == ["duplicate"])
      try workplace.drop(Workplace.orders(["T-4"]), as: "orders-4.csv")
      #expect(try await start("run").ending.exit == 69)
      #expect(workplace.sandbox.server.orderCounts == ["T-1": 1, "T-2": 1, "T-3": 1])
      try set(0, clock)
      #expect(try await start("run").ending.exit == 0)
      #expect(try workplace.statuses("orders-4.answer.csv") == ["accepted"])
      #expect(workplace.sandbox.server.orderCounts == ["T-1": 1, "T-2": 1, "T-3": 1, "T-4": 1])
    }
  }
}
