struct NeverHappened: Error, CustomStringConvertible {
  var description: String
}

/// Waits for what another process does. The limit only ends a test that has failed already.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
  let limit = ContinuousClock.now + .seconds(60)
  while try await !condition() {
    if ContinuousClock.now > limit { throw NeverHappened(description: "\(what): not in 60 seconds") }
    try await Task.sleep(for: .milliseconds(2))
  }
}
