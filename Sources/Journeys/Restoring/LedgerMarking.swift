import Ledgers
import Mailboxes

extension Holder {
  /// Durably, where it has come further than the mark says.
  package func markLedger() throws {
    guard let desk else { return }
    let position = try desk.position()
    if case .entry(position, _)? = try state.mark() { return }
    try state.setMark(.entry(position, at: clock()))
  }
}
