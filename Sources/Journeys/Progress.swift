/// How far a run is.
package struct Progress: Sendable, Hashable {
  /// Files done, and those on their way.
  package var files = 0
  package var filesUnderWay = 0
  /// Documents done, and those that the surveys have counted so far.
  package var documents = 0
  package var documentsKnown = 0

  package init() {}
}
