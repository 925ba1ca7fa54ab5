/// When a file counts as complete. Suffixes and prefixes are compared without regard to ASCII case.
package struct ScanRules: Sendable, Hashable {
  /// How long nothing about a file may have changed before it is taken; zero takes it at first sight.
  package var restPeriod: Duration
  package var ignoredSuffixes: [String]
  /// A dot in front is ignored whatever stands here: Ferry's own temporary files have one.
  package var ignoredPrefixes: [String]
  /// `orders.csv.done` or `orders.done` says that `orders.csv` is complete.
  package var markerSuffixes: [String]
  /// With this suffix set, no file is taken without such a marker.
  package var markerRequired: String?

  package init(
    restPeriod: Duration = .seconds(2), ignoredSuffixes: [String] = [".tmp", ".part", ".partial", ".filepart"],
    ignoredPrefixes: [String] = ["~"], markerSuffixes: [String] = [".done", ".ok", ".sem"], markerRequired: String? = nil
  ) {
    self.restPeriod = restPeriod
    self.ignoredSuffixes = ignoredSuffixes
    self.ignoredPrefixes = ignoredPrefixes
    self.markerSuffixes = markerSuffixes
    self.markerRequired = markerRequired
  }
}
