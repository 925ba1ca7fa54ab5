import Synchronization

/// Files that keep coming, each number once.
final class Feeder: Sendable {
  private struct State {
    var dice: Dice
    var cargo: [CargoFile] = []
    var next = 1
    var orders = 0
  }

  private let yard: Yard
  private let state: Mutex<State>

  init(_ yard: Yard, seed: UInt64) {
    self.yard = yard
    state = Mutex(State(dice: Dice(seed: seed)))
  }

  var cargo: [CargoFile] { state.withLock { $0.cargo } }
  /// Orders and returns, wrong ones too.
  var orders: Int { state.withLock { $0.orders } }

  /// Drops a file every now and then, until it is cancelled; waits while more than so many lie unanswered.
  func feed(backlog: Int, unanswered: @Sendable () -> Int) async throws {
    while !Task.isCancelled {
      if unanswered() < backlog { try drop() }
      try? await Task.sleep(for: .milliseconds(state.withLock { Int.random(in: 20...400, using: &$0.dice) }))
    }
  }

  private func drop() throws {
    let files = state.withLock { state in
      let number = state.next
      let last = number + Int.random(in: 5...60, using: &state.dice)
      state.next = last + 1
      let files =
        switch Int.random(in: 0...9, using: &state.dice) {
        case 0...3:
          [Cargo.orders("orders-\(number).csv", number...last, bad: { $0 % 17 == 0 }, unwanted: { $0 % 43 == 7 })]
        case 4: [Cargo.xmlOrders("orders-\(number).xml", number...last)]
        case 5: [Cargo.planned("orders-\(number).csv", number...last, unwanted: { $0 % 37 == 7 })]
        case 6...7: [Cargo.northern("orders-\(number).csv", number...last, unwanted: { $0 % 41 == 7 })]
        case 8: [Cargo.returns("returns-\(number).csv", number...last)]
        default: [Cargo.questions("-\(number)").randomElement(using: &state.dice)].compactMap(\.self)
        }
      state.cargo += files
      state.orders += files.filter(\.isUnsafe).reduce(0) { $0 + $1.documents.count }
      return files
    }
    for file in files { try yard.drop(file) }
  }
}
