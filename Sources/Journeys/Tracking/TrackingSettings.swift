/// How often, how long and how much Ferry asks by itself what became of the orders and returns it has placed.
package struct Tracking: Sendable, Hashable {
  /// Between two rounds of `watch`; `run` makes one.
  package var interval: Duration
  /// What was placed longer ago is not asked for any more.
  package var age: Duration
  /// A round ends after so many calls; the next one goes on with what was asked for longest ago.
  package var callsPerRound: Int

  package init(interval: Duration = .seconds(3600), age: Duration = .seconds(30 * 86_400), callsPerRound: Int = 200) {
    self.interval = interval
    self.age = age
    self.callsPerRound = callsPerRound
  }
}
