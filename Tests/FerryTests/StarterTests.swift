import Gateways
import Journeys
import SystemPackage
import Testing
import Translation

@testable import ferry

@Suite struct StarterTests {
  private func start(in folder: TemporaryFolder) throws {
    for (name, mode) in Starter.folders { _ = try Starter.folder(folder.path.appending(name), mode: mode) }
    for (name, text) in Starter.files(settings: "ferry.yaml") { _ = try Starter.file(folder.path.pushing(FilePath(name)), text) }
  }

  @Test func `what init makes is accepted and fits the sandbox`() throws {
    let folder = try TemporaryFolder()
    try start(in: folder)
    let settings = try Settings.load(file: folder.path.appending("ferry.yaml").string, environment: [:])
    let connection = try #require(settings.targets["erp"]?.erp)
    #expect(connection.baseURL == "http://127.0.0.1:\(DevelopmentKeys.port)/v1")
    guard case .token(let token) = connection.credentials else {
      Issue.record("expected keys")
      return
    }
    #expect(token.signingKey.reveal() == Array(DevelopmentKeys.signing.utf8))
    #expect(token.encryptionKey.reveal() == Array(DevelopmentKeys.encryption.utf8))
    #expect(token.signingKey.count >= 32)
    #expect(token.encryptionKey.count == 32)
    let account = try #require(settings.targets["schneider"]?.schneider)
    #expect(account.tokenURL == "http://127.0.0.1:\(DevelopmentKeys.port)/token")
    #expect(settings.partners["default"]?.handling.targets == Handling.Targets(erp: "erp", schneider: "schneider"))
  }

  @Test func `every comment that could be a setting is one`() throws {
    let folder = try TemporaryFolder()
    try start(in: folder)
    let commented = [
      "rest_period", "marker_required", "bearer", "ca_file", "proxy", "defaults", "  currency", "  ship_type", "  urgent", "  operator",
      "partners", "  acme", "targets", "  second", "  account-2", "authentication", "order_status_path", "product_availability_path",
      "ship_to", "page_size", "slash", "parameters", "concurrency", "availability", "plan_step", "track", "track_interval", "track_for",
      "track_calls",
    ]
    var lines = Starter.settings.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in lines.indices {
      guard let mark = lines[index].firstRange(of: "# ") else { continue }
      let rest = lines[index][mark.upperBound...]
      guard lines[index][..<mark.lowerBound].allSatisfy({ $0 == " " }), commented.contains(where: { rest.hasPrefix($0 + ":") }) else {
        continue
      }
      if rest.hasPrefix("bearer") { continue }
      lines[index].removeSubrange(mark)
    }
    let file = try folder.write("ferry.yaml", lines.joined(separator: "\n")).string
    let settings = try Settings.load(file: file, environment: [:])
    #expect(settings.partners["acme"]?.handling.orderNumberPrefix == "A-")
    #expect(settings.partners["acme"]?.handling.defaults.count == 7)
    #expect(settings.partners["acme"]?.handling.profiles.map(\.name) == ["example"])
    #expect(settings.partners["acme"]?.handling.targets == Handling.Targets(erp: "second", schneider: "account-2"))
    #expect(settings.partners["acme"]?.handling.planStep == PlanStep(isOn: true))
    #expect(settings.partners["default"]?.handling.schneider == SchneiderAddresses(), "what stands there are the defaults")
    #expect(settings.partners["default"]?.handling.defaults["ship_to"] == "1234567890")
    #expect(settings.partners["default"]?.handling.isTracked == true)
    #expect(settings.tracking == Tracking())
    #expect(settings.partners["default"]?.markerRequired == ".done")
    #expect(settings.targets["erp"]?.erp?.proxy?.port == 3128)
  }

  @Test func `nothing is overwritten`() throws {
    let folder = try TemporaryFolder()
    try folder.write("ferry.yaml", "mine")
    try start(in: folder)
    #expect(try folder.read("ferry.yaml") == "mine")
    #expect(try Starter.folder(folder.path.appending("inbox"), mode: 0o770) == false)
  }

  @Test func `a file where a folder should be is told`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("inbox", "")
    let error = #expect(throws: CommandError.self) { try Starter.folder(file, mode: 0o770) }
    #expect(error?.message == "the folder \(file) cannot be made: File exists")
  }
}
