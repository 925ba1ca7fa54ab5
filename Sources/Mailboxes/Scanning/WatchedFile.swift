/// What is remembered of one name between two looks.
struct WatchedFile {
  private(set) var stamp: FileStamp
  let firstSeen: ContinuousClock.Instant
  private(set) var lastChange: ContinuousClock.Instant
  private(set) var hasChanged = false
  /// It was renamed here from a name that is ignored: its writer says it is complete.
  private(set) var isComplete: Bool
  /// Looked up when it is first about to be taken, and again after each change.
  var isReadable: Bool?
  var look: Int

  init(_ stamp: FileStamp, at now: ContinuousClock.Instant, isComplete: Bool, look: Int) {
    self.stamp = stamp
    firstSeen = now
    lastChange = now
    self.isComplete = isComplete
    self.look = look
  }

  /// The rest begins anew with any difference in size, inode, mtime or ctime, in whichever direction.
  mutating func see(
    _ newStamp: FileStamp, at now: ContinuousClock.Instant, isComplete newlyComplete: @autoclosure () -> Bool, look newLook: Int
  ) {
    look = newLook
    if newStamp == stamp { return }
    isComplete = newStamp.inode != stamp.inode && newlyComplete()
    stamp = newStamp
    lastChange = now
    hasChanged = true
    isReadable = nil
  }
}
