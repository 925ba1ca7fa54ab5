/// A file that is not taken yet, and why.
package struct RestingFile: Sendable, Hashable {
  package enum Reason: Hashable, Sendable {
    /// It changed while it was watched, less than a rest period ago.
    case growing
    /// It has not changed since it was first seen, less than a rest period ago.
    case resting
    /// It rests, and the marker that the settings ask for is not there.
    case markerMissing(suffix: String)
  }

  package let sighting: Sighting
  package let reason: Reason
  /// The last change seen, on the clock handed to the scanner.
  package let since: ContinuousClock.Instant
}
