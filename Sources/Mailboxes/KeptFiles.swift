package import SystemPackage

/// What lies in a folder that Ferry has filled: archive, outbox, error folder. Links are not followed; names with a dot in front are left out.
package struct KeptFiles: Sendable {
  package let folder: FilePath
  /// In natural order.
  package let files: [FileName]
  package let folders: [FileName]

  /// - Throws: `.missing`, `.notADirectory`, `.notWritable`, `.io`.
  package init(in path: FilePath) throws(MailboxError) {
    folder = path
    var files: [FileName] = []
    var folders: [FileName] = []
    try OpenFolder(path).forEachEntry { name, stamp throws(MailboxError) in
      guard name.bytes.first != UInt8(ascii: ".") else { return }
      switch stamp.kind {
      case .file: files.append(name)
      case .folder: folders.append(name)
      case .symbolicLink, .pipe, .socket, .device: break
      }
    }
    self.files = files.sorted()
    self.folders = folders.sorted()
  }

  package func path(of name: FileName) -> FilePath { folder.appending(name) }
}
