import Journeys
import Mailboxes
import SystemPackage
import Translation

/// The settings as the rooms want them.
extension Settings {
  private static let localRest = Duration.seconds(2)
  /// Attributes come late on NFS, SMB and FUSE.
  private static let remoteRest = Duration.seconds(30)

  /// Looks at the file systems of the inboxes, where no rest period is set.
  func scanRules() -> [String: ScanRules] {
    let shared = (try? FileSystemKind(of: folders.inbox))?.isRemote ?? false
    return partners.mapValues { partner in
      let own = folders.inbox.appending(partner.name)
      let isRemote = partner.name == Mailbox.defaultPartner ? shared : (try? FileSystemKind(of: own))?.isRemote ?? shared
      return ScanRules(
        restPeriod: partner.restPeriod ?? (isRemote ? Self.remoteRest : Self.localRest), markerRequired: partner.markerRequired)
    }
  }

  func holderSettings() -> HolderSettings {
    HolderSettings(
      folders: folders, handling: partners.mapValues(\.handling), scanRules: scanRules(),
      targets: targets.mapValues {
        HolderSettings.Target(concurrency: $0.concurrency, repeatedOrdersAreRecognised: $0.repeatedOrdersAreRecognised)
      },
      pollInterval: pollInterval, holdPatience: holdPatience, giveUpAfter: giveUpAfter, journeysAtOnce: journeys, tracking: tracking,
      retention: retention, alerts: alerts?.settings ?? AlertSettings(),
      dateFolder: { LocalDate.folder(of: $0) }, deadlines: { LocalDate.deadlines($0, around: $1) })
  }
}
