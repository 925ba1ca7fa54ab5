/// What pruning would drop now, and what it would leave since it is not over.
package struct PruningFigures: Sendable, Hashable {
  package var files = 0
  package var documents = 0
  /// Of requests, responses and findings.
  package var bytes = 0
  /// Numbers whose documents are pruned already or would be.
  package var numbers = 0
  /// In doubt, unconfirmed, or decided and not yet answered.
  package var undecided = 0
  /// The target is still asked for their state.
  package var tracked = 0

  package init() {}
}
