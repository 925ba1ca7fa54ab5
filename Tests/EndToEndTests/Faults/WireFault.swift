import Sandbox

/// One thing that goes wrong between Ferry and its target, and all that has to come of it: a row of the table in `docs/reliability.md`.
struct WireFault: Sendable {
  enum Place: Sendable {
    /// Something on the way to the sandbox.
    case wire(FaultProxy.Fault)
    /// The sandbox itself.
    case target([FaultRule])
    /// How the connection begins, where plain HTTP is spoken.
    case greeting(@Sendable (ProxiedConnection) async throws -> Void)
    /// The same where TLS is spoken.
    case secureGreeting(@Sendable (ProxiedConnection) async throws -> Void)
    case certificate(ServerCertificates.Flaw)
    /// No program listens there.
    case nobody
    /// The host is there, and no connection comes about.
    case silence
  }

  /// What settles it.
  enum End: String, Sendable {
    case nothing = "–"
    case run = "the next `run` sends it"
    case confirm = "`resolve --confirm`"
    case resend = "`resolve --resend`"
  }

  let what: String
  let place: Place
  /// Orders in the file: W-1, W-2.
  var documents = 1
  var lines = 1
  /// By their variables: `ERP_ORDER_TIMEOUT`.
  var settings: [String: String] = [:]
  /// Orders that Ferry began to send.
  var calls = 1
  /// Orders in the target's books.
  var there: Int
  /// States in the ledger.
  var ledger: [String]
  /// Status and code of each row.
  var answer: [String]
  var exit: Int32
  var end: End

  /// As it stands in the document.
  var row: String {
    let answer = answer.isEmpty ? "–" : answer.joined(separator: ", ")
    return "| \(what) | \(calls) | \(there) | \(ledger.joined(separator: ", ")) | \(answer) | \(exit) | \(end.rawValue) |"
  }

  var isSecure: Bool {
    switch place {
    case .certificate, .secureGreeting: true
    default: false
    }
  }

  var numbers: [String] { (1...documents).map { "W-\($0)" } }

  /// Nothing was sent, or the target says that nothing was entered: the order waits.
  static func held(_ what: String, _ place: Place, calls: Int = 0, settings: [String: String] = [:]) -> WireFault {
    WireFault(
      what: what, place: place, settings: settings.merging(["HOLD_PATIENCE": "200ms"]) { $1 }, calls: calls, there: 0, ledger: ["waiting"],
      answer: [], exit: 69, end: .run)
  }

  static func doubt(_ what: String, there: Int, _ place: Place, settings: [String: String] = [:]) -> WireFault {
    WireFault(
      what: what, place: place, settings: settings, there: there, ledger: ["in_doubt"], answer: ["in_doubt / in_doubt"], exit: 75,
      end: there == 1 ? .confirm : .resend)
  }

  static func fine(_ what: String, _ place: Place, calls: Int = 1) -> WireFault {
    WireFault(what: what, place: place, calls: calls, there: 1, ledger: ["accepted"], answer: ["accepted / –"], exit: 0, end: .nothing)
  }

  /// Two orders, of which the first is accepted and the second in doubt.
  static func second(_ what: String, there: Int, _ place: Place) -> WireFault {
    WireFault(
      what: what, place: place, documents: 2, calls: 2, there: there, ledger: ["accepted", "in_doubt"],
      answer: ["accepted / –", "in_doubt / in_doubt"], exit: 75, end: there == 2 ? .confirm : .resend)
  }
}
