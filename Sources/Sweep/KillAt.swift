import KillPoints

/// Where a process of the sweep ends itself.
struct KillAt: Sendable, CustomStringConvertible {
  enum Moment: String, CaseIterable, Sendable { case before, after }

  let point: KillPoint
  let moment: Moment
  /// Which time, from 1.
  let time: Int

  init(_ point: KillPoint, _ moment: Moment, _ time: Int) {
    (self.point, self.moment, self.time) = (point, moment, time)
  }

  /// Some time that the full cargo reaches.
  init(_ point: KillPoint, _ moment: Moment, _ dice: inout Dice) {
    self.init(point, moment, .random(in: 1...Self.times(point), using: &dice))
  }

  /// Only an archive on another file system gets there.
  var isCopy: Bool { [.copying, .moveNote, .copyPlacing, .originalRemoval].contains(point) }

  /// While `ferry resolve` decides what one kill among calls has left in doubt.
  init(_ point: KillPoint, _ moment: Moment, deciding dice: inout Dice) {
    let times =
      switch point {
      case .decision: 8
      case .intentWritten, .intent, .request, .response, .outcomeWritten, .outcome: 3
      default: 1
      }
    self.init(point, moment, .random(in: 1...times, using: &dice))
  }

  var text: String { "\(point.rawValue):\(moment.rawValue):\(time)" }
  var description: String { "\(point.rawValue) \(moment.rawValue) (\(time))" }

  /// How often the full cargo passes there at least: once for each document, connection, file, report, process.
  private static func times(_ point: KillPoint) -> Int {
    switch point {
    case .decoding, .intentWritten, .intent, .token, .body, .request, .responseHead, .response, .outcomeWritten, .outcome: 900
    case .connection: 40
    case .claim, .claimSync, .admission, .hashing, .survey, .draft, .draftPiece, .draftSync, .publishing, .placing, .placingSync, .settling,
      .putAway, .putAwaySync, .closing, .copying, .moveNote, .copyPlacing, .originalRemoval:
      12
    case .decision: 8
    case .report: 4
    case .pruning: 5
    case .scan, .resumption: 2
    case .rest, .recovery, .checkpoint, .drain, .comparison, .updatePublishing, .updateClosing, .replaying: 1
    }
  }
}
