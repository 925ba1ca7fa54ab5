import Dispatch
import Glibc
import SystemPackage

/// What the kernel tells of inboxes on local disks (inotify): that something was made there or renamed into them. It only asks for an early look; where
/// there is no inotify, or the inbox is mounted from elsewhere, nothing comes.
package struct InboxNotices: Sendable {
  private static let mask = UInt32(IN_CREATE | IN_MOVED_TO | IN_ONLYDIR)

  private let inboxes: [FilePath]

  package init(mailboxes: [Mailbox]) {
    inboxes = Set(mailboxes.map(\.inbox)).filter { !$0.kind.isRemote }.map(\.path)
  }

  /// Until the task is cancelled; returns at once where nothing can be watched. However many come while `ring` is at work, they are one.
  package func heed(_ ring: () async -> Void) async {
    let descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    guard descriptor >= 0 else { return }
    let watched = inboxes.filter { path in path.withPlatformString { inotify_add_watch(descriptor, $0, Self.mask) } >= 0 }
    guard !watched.isEmpty else {
      close(descriptor)
      return
    }
    let (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
    source.setEventHandler {
      var events = [UInt8](repeating: 0, count: 64 * 1024)
      while read(descriptor, &events, events.count) > 0 {}
      bell.yield()
    }
    source.setCancelHandler { close(descriptor) }
    source.activate()
    for await _ in rings { await ring() }
    source.cancel()
  }
}
