struct NotInTime: Error, CustomStringConvertible { let description: String }

/// Waits for a condition; the bound is only there so that a broken test ends.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
  let deadline = ContinuousClock.now + .seconds(30)
  while try await !condition() {
    guard .now < deadline else { throw NotInTime(description: "\(what): not in time") }
    try await Task.sleep(for: .milliseconds(5))
  }
}
