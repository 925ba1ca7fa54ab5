import Documents
package import Ledgers
package import Translation

/// Files that should have come and did not: numbers that are missing, and days without a file.
package struct ExpectedFiles: Sendable, Hashable {
  /// Numbers of a partner's files.
  package struct Missing: Sendable, Hashable {
    package let partner: String
    package let profile: String
    package let files: MissingFiles

    /// For people.
    package var text: String {
      let numbers = files.numbers
      let which = numbers.count == 1 ? "file \(numbers.lowerBound) is" : "files \(numbers.numbersText) are"
      let waive = numbers.count == 1 ? "\(numbers.lowerBound)" : "\(numbers.lowerBound)-\(numbers.upperBound)"
      return "\(partner): \(which) missing since \(files.since), when \(files.shownBy) came (profile \(profile)); "
        + "get it from the partner, or say that it does not come: ferry sequence \(partner) --waive \(waive)"
    }
  }

  /// A day without a file.
  package struct Overdue: Sendable, Hashable {
    package let partner: String
    package let profile: String
    package let kind: String
    package let daily: DailyFile
    /// RFC 3339 UTC: the deadline that passed; when the last file came, nil: none ever did.
    package let due: String
    package let since: String?

    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// For people.
    package var text: String {
      let days = daily.weekdays.sorted().map { Self.days[($0 - 1) % 7] }.joined(separator: ", ")
      let when = days.isEmpty ? "daily by \(daily.time)" : "by \(daily.time) on \(days)"
      return "\(partner): no \(kind) file \(since.map { "since \($0)" } ?? "yet"), expected \(when) (profile \(profile))"
    }
  }

  package var missing: [Missing] = []
  package var overdue: [Overdue] = []

  /// Of the partners as they are handled now. `now`: RFC 3339 UTC.
  package init(
    _ arrivals: [ArrivalState], handling: [String: Handling], now: String, deadlines: (DailyFile, String) -> Deadlines
  ) {
    for (partner, handling) in handling.sorted(by: { $0.key < $1.key }) {
      for profile in handling.profiles {
        let state = arrivals.first { $0.partner == partner && $0.profile == profile.name }
        if profile.completeness.sequence != nil {
          missing += (state?.missing ?? []).map { Missing(partner: partner, profile: profile.name, files: $0) }
        }
        guard let daily = profile.completeness.daily else { continue }
        let due = deadlines(daily, now).passed
        if let state, Self.covered(state, daily, now: now, deadlines) >= due { continue }
        overdue.append(
          Overdue(
            partner: partner, profile: profile.name, kind: profile.kind.rawValue, daily: daily, due: due, since: state?.receivedAt))
      }
    }
  }

  /// The latest deadline that a file came for. One that is more than two weeks ahead was counted while the clock was wrong: then the last file alone
  /// tells.
  private static func covered(_ state: ArrivalState, _ daily: DailyFile, now: String, _ deadlines: (DailyFile, String) -> Deadlines)
    -> String
  {
    guard let covered = state.covered, let received = state.receivedAt, Timestamp.earlier(than: covered, by: longestAhead) > now else {
      return state.covered ?? ""
    }
    return received <= now ? deadlines(daily, received).nearest : ""
  }

  /// A daily file may come a week before the next deadline, where it is expected on one day of the week.
  private static let longestAhead = Duration.seconds(15 * 86_400)

  /// Whether any of these partners' files are counted.
  package static func areWanted(_ handling: some Sequence<Handling>) -> Bool {
    handling.contains { $0.profiles.contains { $0.completeness.sequence != nil || $0.completeness.daily != nil } }
  }
}
