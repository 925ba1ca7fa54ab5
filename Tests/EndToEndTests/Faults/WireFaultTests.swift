import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// What happens when the wire or the target fails: the table in `docs/reliability.md`, row by row, through the real program.
@Suite struct WireFaultTests {
  private static let header = "| fault | calls | orders there | ledger | answer | exit | what settles it |"

  @Test func `the table in the manual has these rows, in these words`() throws {
    let page = Sample.root.removingLastComponent().pushing("docs/reliability.md")
    let lines = String(decoding: try Data(contentsOf: URL(filePath: page.string)), as: UTF8.self).split(separator: "\n").map(String.init)
    let begin = try #require(lines.firstIndex(of: Self.header), "docs/reliability.md has no table \(Self.header)")
    let rows = lines[(begin + 2)...].prefix { $0.hasPrefix("|") }
    #expect(rows.joined(separator: "\n") == WireFault.all.map(\.row).joined(separator: "\n"))
  }

  /// Two at a time: they mostly wait.
  @Test func `whatever fails, an order is entered once, and the ledger says what is true`() async throws {
    var faults = WireFault.all.makeIterator()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 { if let fault = faults.next() { group.addTask { try await expectTruth(fault) } } }
      while try await group.next() != nil { if let fault = faults.next() { group.addTask { try await expectTruth(fault) } } }
    }
  }

  private func expectTruth(_ fault: WireFault) async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let certificates = fault.isSecure ? try await ServerCertificates(in: workplace.folder) : nil
      if case .target(let rules) = fault.place { for rule in rules { workplace.sandbox.server.misbehave(rule) } }
      let silence = try SilentListener()
      let nobody = try UnheardPort()
      let (faulty, good) = try manners(of: fault, certificates)
      try await FaultProxy.run(to: workplace.sandbox.port, faulty, then: good, fault: wire(fault)) { proxy in
        let scheme = fault.isSecure ? "https" : "http"
        func settings(_ port: Int) -> [String: String] {
          var settings = ["REST_PERIOD": "5ms", "POLL_INTERVAL": "5ms", "ERP_BASE_URL": "\(scheme)://127.0.0.1:\(port)/v1"]
          if let certificates { settings["ERP_CA_FILE"] = certificates.issuer }
          return settings
        }
        let stage = FaultStage(workplace: workplace, fault: fault, proxy: proxy)
        try workplace.drop(stage.file, as: "orders.csv")
        try await stage.expectTruth(fault.settings.merging(settings(port(fault, proxy, silence, nobody))) { $1 })
        proxy.behave()
        workplace.sandbox.server.behave()
        // Nothing is short of time any more.
        try await stage.settle(settings(proxy.port))
      }
    }
  }

  private func wire(_ fault: WireFault) -> FaultProxy.Fault { if case .wire(let body) = fault.place { body } else { FaultProxy.none } }

  private func port(_ fault: WireFault, _ proxy: FaultProxy, _ silence: SilentListener, _ nobody: UnheardPort) -> Int {
    switch fault.place {
    case .nobody: nobody.port
    case .silence: silence.port
    default: proxy.port
    }
  }

  private func manners(of fault: WireFault, _ certificates: ServerCertificates?) throws -> (FaultProxy.Manner, FaultProxy.Manner) {
    let good = try certificates.map { FaultProxy.Manner.tls(try $0.server(nil)) } ?? .plain
    switch fault.place {
    case .greeting(let body), .secureGreeting(let body): return (.atFirstBytes(body), good)
    case .certificate(let flaw): return (try certificates.map { .tls(try $0.server(flaw)) } ?? .plain, good)
    default: return (good, good)
    }
  }
}
