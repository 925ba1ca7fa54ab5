/// Looks at the inboxes and says which files are complete. Polling is the truth; a notification may at most ask for an earlier look.
///
/// A file is complete when its size, inode, mtime and ctime have not changed for the rest period, measured on the clock handed in: what
/// time the file says it is of does not matter. Sooner: when its marker is there, or when it was renamed from an ignored name
/// (`orders.csv.part`) that an earlier look saw.
package struct Scanner: Sendable {
  private var watches: [InboxWatch]

  /// `partnerRules` are for partners whose files come otherwise than by `rules`.
  package init(mailboxes: [Mailbox], rules: ScanRules = ScanRules(), partnerRules: [String: ScanRules] = [:]) {
    let partnerFolders = Set(mailboxes.compactMap { $0.inbox == $0.sharedInbox ? nil : FileName($0.partner) })
    watches = mailboxes.map {
      InboxWatch($0, partnerRules[$0.partner] ?? rules, partnerFolders: $0.inbox == $0.sharedInbox ? partnerFolders : [])
    }
  }

  /// One look at all inboxes. One that cannot be looked at stops no other and is among the report's `failures`.
  ///
  /// - Parameter now: any monotonic instant; never earlier than at the look before.
  /// - Returns: what is ready, what rests, what is odd.
  /// - Throws: the first failure, if no inbox at all could be looked at: `.wrongDevice` when the mount went away, `.missing`,
  ///   `.notADirectory`, `.notWritable`, `.io`.
  package mutating func scan(now: ContinuousClock.Instant) throws(MailboxError) -> ScanReport {
    var report = ScanReport()
    for index in watches.indices {
      do { try watches[index].look(now: now, into: &report) } catch { report.failures.append(error) }
    }
    if let first = report.failures.first, report.failures.count == watches.count { throw first }
    report.ready.sort()
    return report
  }
}
