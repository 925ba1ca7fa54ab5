/// Typed access to one foreign system. One attempt, classified; the only repeat in it is the renewal of a token after a 401.
package protocol Gateway: Sendable {
  /// Name of the target in settings, ledger and messages, for example `erp`.
  var target: String { get }
  /// Never throws: whatever happens is an outcome. Cancellation after the first byte of an unsafe call gives `.inDoubt`, before it `.held`.
  func perform(_ call: PlannedCall) async -> Outcome
  /// Is it there, and does it know us? `GET /test-connection`; the probe of a held target.
  func probe() async -> Outcome
}
