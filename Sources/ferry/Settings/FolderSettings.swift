import Mailboxes
import SystemPackage

/// `folders` and `outbox_mode`.
enum FolderSettings {
  static func standard(below base: FilePath) -> MailboxFolders {
    MailboxFolders(
      inbox: base.appending("inbox"), outbox: base.appending("outbox"), error: base.appending("error"), archive: base.appending("archive"),
      state: base.appending("var"))
  }

  static func read(_ root: SettingsSection, below base: FilePath) -> MailboxFolders {
    var folders = standard(below: base)
    let section = root.section("folders")
    let members: [(String, WritableKeyPath<MailboxFolders, FilePath>)] = [
      ("inbox", \.inbox), ("outbox", \.outbox), ("error", \.error), ("archive", \.archive), ("state", \.state),
    ]
    var taken: [FilePath: String] = [:]
    for (key, path) in members {
      if let set = section.path(key, below: base) { folders[keyPath: path] = set }
      if let other = taken.updateValue(key, forKey: folders[keyPath: path]) {
        section.notes.mistake(
          section.notes.places[section.name(key)] ?? section.place,
          "\(section.name(key)) and \(section.name(other)) are the same folder \(folders[keyPath: path]); give each a folder of its own")
      }
    }
    section.finish()
    if let mode = root.mode("outbox_mode") { folders.outboxMode = mode }
    return folders
  }
}
