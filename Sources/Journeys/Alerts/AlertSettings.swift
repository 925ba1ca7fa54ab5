/// When people are told, and how often.
package struct AlertSettings: Sendable, Hashable {
  /// A target that is held this long is told of.
  package var heldAfter: Duration
  /// Between two looks at the journal.
  package var pause: Duration
  /// From the first news to the alert, so that what comes together is told together.
  package var gathering: Duration
  /// After an alert, and before a failed one is tried again.
  package var rest: Duration

  package init(
    heldAfter: Duration = .seconds(900), pause: Duration = .seconds(1), gathering: Duration = .seconds(2),
    rest: Duration = .seconds(30)
  ) {
    self.heldAfter = heldAfter
    self.pause = pause
    self.gathering = gathering
    self.rest = rest
  }
}
