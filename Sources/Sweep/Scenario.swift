import KillPoints
import Sandbox

/// One way to end the program.
enum Scenario: Sendable, CustomStringConvertible {
  /// What only the target sees of a call.
  enum Sight: String, CaseIterable, Sendable {
    /// The request is there, nothing is entered.
    case read
    /// It is entered, and not a byte is answered.
    case entered
    /// The answer's head is out, its body is not.
    case headAnswered
    /// A token is asked for, and not given yet.
    case tokenAsked
  }

  /// It ends itself.
  case itself(KillAt)
  /// Killed among its calls, and then twice more at the same place of what follows.
  case twice(KillAt)
  /// Killed among its calls; `ferry resolve`, which decides what that has left in doubt, ends itself.
  case deciding(KillAt)
  /// The target recognises repeats.
  case repeating(KillAt)
  /// Everything is done; `ferry prune` ends itself.
  case pruning(KillAt)
  /// Everything is done; `ferry replay` ends itself.
  case replaying(KillAt)
  /// Killed at the call that comes after so many.
  case seen(Sight, after: Int)
  /// In the middle of the ledger's checkpoint: at this write of the database file itself (strace).
  case checkpoint(write: Int)
  /// SIGTERM was heard, and the calls in flight do not end: whoever started it loses patience.
  case drainRunsOut

  var description: String {
    switch self {
    case .itself(let killAt): "\(killAt)"
    case .twice(let killAt): "\(killAt), twice, after a kill among calls"
    case .deciding(let killAt): "resolve: \(killAt)"
    case .repeating(let killAt): "repeats recognised: \(killAt)"
    case .pruning(let killAt), .replaying(let killAt): "\(killAt)"
    case .seen(let sight, let after): "seen by the server: \(sight.rawValue) after \(after) calls"
    case .checkpoint(let write): "checkpoint, at its write \(write)"
    case .drainRunsOut: "drain runs out"
    }
  }

  /// Every point, before and after, in `run` and in `watch`; `short`: each point once before and once after, one in `run`, one in `watch`.
  static func all(short: Bool, _ dice: inout Dice) -> [(scenario: Scenario, command: String)] {
    let commands = ["run", "watch"]
    var all: [(Scenario, String)] = []
    func add(_ scenario: () -> Scenario) {
      for command in short ? [commands[all.count % 2]] : commands { all.append((scenario(), command)) }
    }
    // No file is on its way while ledgers are compared: Tests/EndToEndTests/BrokenComparisonTests.swift sweeps that.
    for (number, point) in KillPoint.allCases.filter({ $0 != .comparison }).enumerated() {
      for moment in short ? [KillAt.Moment.allCases[number / 2 % 2]] : KillAt.Moment.allCases {
        switch point {
        case .recovery, .resumption: add { .twice(KillAt(point, moment, &dice)) }
        case .pruning: all.append((.pruning(KillAt(point, moment, &dice)), "run"))
        case .replaying: add { .replaying(KillAt(point, moment, &dice)) }
        case .decision, .updatePublishing, .updateClosing: add { .deciding(KillAt(point, moment, deciding: &dice)) }
        default: add { .itself(KillAt(point, moment, &dice)) }
        }
      }
    }
    // What else a decision passes, and what a repeat may be cut off from.
    let beside: [KillPoint] = [.intentWritten, .intent, .request, .response, .outcomeWritten, .outcome]
    let telling: [KillPoint] = [.draft, .draftPiece, .draftSync, .placing, .placingSync]
    for (number, point) in (short ? [.response] : beside + telling).enumerated() {
      for moment in short ? [KillAt.Moment.after] : KillAt.Moment.allCases {
        all.append((.deciding(KillAt(point, moment, deciding: &dice)), commands[number % 2]))
      }
    }
    for point in short ? [KillPoint.response] : [.request, .response, .outcome] {
      for moment in short ? [KillAt.Moment.after] : KillAt.Moment.allCases { add { .repeating(KillAt(point, moment, &dice)) } }
    }
    for sight in Sight.allCases {
      add { .seen(sight, after: sight == .tokenAsked ? 0 : .random(in: 0...900, using: &dice)) }
    }
    add { .checkpoint(write: .random(in: 2...60, using: &dice)) }
    add { .drainRunsOut }
    return all
  }
}
