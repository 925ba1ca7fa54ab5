package import SystemPackage

/// Of what kind the file system below a folder is, so that settings can wait longer, and the ledger refuse, where it has to.
package enum FileSystemKind: String, Hashable, Sendable {
  case ext, xfs, btrfs, tmpfs, nfs, smb, fuse, overlay, other

  /// Attributes come late and locks are doubtful: a longer rest period, and no ledger.
  package var isRemote: Bool {
    switch self {
    case .nfs, .smb, .fuse: true
    case .ext, .xfs, .btrfs, .tmpfs, .overlay, .other: false
    }
  }

  /// Of the file system below a folder. Throws `.missing`, `.notADirectory`, `.notWritable`.
  package init(of folder: FilePath) throws(MailboxError) {
    self = try OpenFolder(folder).kind()
  }

  /// `magic` is `f_type` of statfs(2), where the numbers are from.
  init(magic: UInt32) {
    self =
      switch magic {
      case 0xEF53: .ext
      case 0x5846_5342: .xfs
      case 0x9123_683E: .btrfs
      case 0x0102_1994: .tmpfs
      case 0x6969: .nfs
      case 0x517B, 0xFF53_4D42, 0xFE53_4D42: .smb
      case 0x6573_5546: .fuse
      case 0x794C_7630: .overlay
      default: .other
      }
  }
}
