/// What people have to be told at once, since some entry of the journal.
package struct AlertNews: Sendable, Hashable {
  /// The raw values stand in alerts.
  package enum Event: String, Sendable, Hashable, CaseIterable {
    case inDoubt = "in_doubt"
    case unconfirmed
    /// Ferry itself failed on a file again and again.
    case poisoned
    /// A file, or the refused documents of one, stand there.
    case errorFolder = "error_folder"
  }

  /// What happened to one partner's files, or to documents of theirs at one target.
  package struct Group: Sendable, Hashable {
    package let event: Event
    package let partner: String
    /// nil: it is about files.
    package let target: String?
    package var count = 0
    /// Of documents, the first ones.
    package var numbers: [String] = []
    /// Each once, the first ones.
    package var files: [String] = []

    init(event: Event, partner: String, target: String?) {
      self.event = event
      self.partner = partner
      self.target = target
    }
  }

  /// In the order in which they began.
  package var groups: [Group] = []
  /// The journal's last entry at that time.
  package let upTo: Int64

  /// Names in a group, at most.
  static let shown = 20

  init(upTo: Int64) { self.upTo = upTo }

  mutating func add(_ event: Event, partner: String, target: String?, number: String?, file: String) {
    let place = groups.firstIndex { $0.event == event && $0.partner == partner && $0.target == target }
    var group = place.map { groups[$0] } ?? Group(event: event, partner: partner, target: target)
    group.count += 1
    if let number, group.numbers.count < Self.shown { group.numbers.append(number) }
    if group.files.count < Self.shown, !group.files.contains(file) { group.files.append(file) }
    if let place { groups[place] = group } else { groups.append(group) }
  }
}
