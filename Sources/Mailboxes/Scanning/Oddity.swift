package import SystemPackage

/// Something in an inbox that is no file to be read. It is not opened as long as it is such, and reported once as long as it is there.
package struct Oddity: Sendable, Hashable {
  package enum Kind: String, Hashable, Sendable {
    case symbolicLink, pipe, socket, device, unreadable
    /// A file with a second name somewhere: whoever has that one could read what is claimed, and change what is archived.
    case hardLink
    /// In a partner's own inbox.
    case folder
    /// In the inbox that holds the partners' folders.
    case folderWithoutPartner
  }

  package let kind: Kind
  package let partner: String
  package let name: FileName
  package let path: FilePath

  /// One line: the thing, its place, the remedy.
  package var message: String {
    let place = path.printable
    return switch kind {
    case .symbolicLink: "\(place) is a symbolic link and is not followed; put the file itself there"
    case .hardLink: "\(place) has a second name elsewhere (a hard link) and is not taken; remove the other name, or copy the file"
    case .pipe: "\(place) is a pipe and is not opened; put a file there"
    case .socket: "\(place) is a socket and is not opened; put a file there"
    case .device: "\(place) is a device and is not opened; put a file there"
    case .folder: "\(place) is a folder where only files are read; put its files into \(path.removingLastComponent().printable)"
    case .folderWithoutPartner:
      "\(place) is a folder that no partner owns; add a partner \"\(name.text)\" to the settings or put its files elsewhere"
    case .unreadable: "\(place) cannot be read; give Ferry's account the right to read it"
    }
  }
}
