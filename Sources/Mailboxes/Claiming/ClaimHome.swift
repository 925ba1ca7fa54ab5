import Glibc
import SystemPackage

/// `.ferry/claimed/<partner>/<id>/<name>` below an inbox, mode 0700: a folder a claim, so that names are never changed and never too long.
struct ClaimHome: Hashable {
  let inbox: Folder

  static let ferry = FileName(listed: Array(".ferry".utf8))
  private static let claimed = FileName(listed: Array("claimed".utf8))

  func open(partner: FileName) throws(MailboxError) -> OpenFolder {
    try inbox.open().folder(Self.ferry).folder(Self.claimed).folder(partner)
  }

  func open(makingFor partner: FileName) throws(MailboxError) -> OpenFolder {
    try inbox.open().folder(Self.ferry, makingWith: 0o700).folder(Self.claimed, makingWith: 0o700).folder(partner, makingWith: 0o700)
  }

  /// The folders of all partners with claims, also of those that the settings no longer name.
  func partners() throws(MailboxError) -> [FileName] {
    let opened = try inbox.open()
    guard try opened.stamp(of: Self.ferry) != nil else { return [] }
    let ferry = try opened.folder(Self.ferry)
    guard try ferry.stamp(of: Self.claimed) != nil else { return [] }
    return try ferry.folder(Self.claimed).names().sorted()
  }
}
