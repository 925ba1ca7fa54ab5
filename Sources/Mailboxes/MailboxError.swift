import Glibc
package import SystemPackage

/// What a folder or file refused to do: the one error of this room.
package struct MailboxError: Error, Sendable {
  package enum Code: Hashable, Sendable {
    /// A folder that has to be there is not.
    case missing
    case notADirectory
    /// Permissions or a read-only file system forbid it; reading included.
    case notWritable
    /// The folder is on another file system than at the start: the mount went away. Not to be read as "all files gone".
    case wrongDevice
    case diskFull
    case nameTaken
    /// A file was there and no longer is.
    case vanished
    /// A file under its final name, its temporary one and its witness: whether it was there before cannot be told.
    case lost
    case crossDevice
    /// A partner, an id or a date folder that cannot be the name of a folder.
    case unusableName
    /// Another process has the state folder; `nil` where it has not yet said who it is.
    case locked(holder: LockHolder?)
    case io(Int32)
  }

  package let code: Code
  package let path: FilePath
  /// One line: the thing, its place, the remedy.
  package let message: String
  /// What the system said, where it was the system.
  package let cause: Errno?
  package let file: String
  package let line: Int

  init(_ code: Code, _ path: FilePath, _ message: String, cause: Errno? = nil, file: String = #fileID, line: Int = #line) {
    self.code = code
    self.path = path
    self.message = message
    self.cause = cause
    self.file = file
    self.line = line
  }

  /// `absent` is what "no such file or directory" means here: a folder is missing, a file has vanished.
  init(_ cause: Errno, _ path: FilePath, absent: Code = .vanished, file: String = #fileID, line: Int = #line) {
    let code = Self.code(of: cause, absent: absent)
    self.init(code, path, Self.message(code, path, cause), cause: cause, file: file, line: line)
  }

  static func wrongDevice(_ path: FilePath, file: String = #fileID, line: Int = #line) -> MailboxError {
    MailboxError(.wrongDevice, path, message(.wrongDevice, path, nil), file: file, line: line)
  }

  static func lost(_ path: FilePath, file: String = #fileID, line: Int = #line) -> MailboxError {
    MailboxError(.lost, path, message(.lost, path, nil), file: file, line: line)
  }

  static func unusableName(_ name: String, as role: String, in path: FilePath, file: String = #fileID, line: Int = #line) -> MailboxError {
    MailboxError(
      .unusableName, path,
      "\(role) \"\(PrintableBytes.text(of: name.utf8))\" cannot be the name of a folder in \(path.printable); it must not be empty, begin with \".\", "
        + "hold \"/\" or exceed 255 bytes", file: file, line: line)
  }

  /// A file that Ferry holds and that cannot be read on.
  package static func unreadable(_ path: FilePath, _ reason: String, file: String = #fileID, line: Int = #line) -> MailboxError {
    MailboxError(
      .io(EIO), path, "\(path.printable) cannot be read on: \(reason); look for the disk or mount in the system log", file: file, line: line
    )
  }

  private static func code(of cause: Errno, absent: Code) -> Code {
    switch cause {
    case .noSuchFileOrDirectory: absent
    case .notDirectory: .notADirectory
    case .permissionDenied, .notPermitted, .readOnlyFileSystem: .notWritable
    case .noSpace, .diskQuotaExceeded: .diskFull
    case .fileExists: .nameTaken
    case .improperLink: .crossDevice
    default: .io(cause.rawValue)
    }
  }

  private static func message(_ code: Code, _ path: FilePath, _ cause: Errno?) -> String {
    let place = path.printable
    let reason = cause.map { "\($0)" } ?? ""
    return switch code {
    case .missing: "\(place) is missing; create it, mount it again, or correct the folders in the settings"
    case .notADirectory: "\(place) is not a folder; move away what stands there, or correct the folders in the settings"
    case .notWritable where cause == .readOnlyFileSystem:
      "\(place) cannot be used (\(reason)); mount it so that it can be written, and look for the disk in the system log"
    case .notWritable: "\(place) cannot be used (\(reason)); give Ferry's account the right to read and write there"
    case .wrongDevice: "\(place) is on another file system than at the start; mount it again, or restart Ferry if it was moved on purpose"
    case .diskFull: "no space left for \(place) (\(reason)); free some space, and it is tried again"
    case .nameTaken: "\(place) exists already and is never overwritten; move it away or choose another name"
    case .vanished: "\(place) is gone; somebody else moved or deleted it"
    case .lost: "\(place) is not there, nor are Ferry's hidden files for it: they were removed, or the folder came back empty"
    case .crossDevice: "\(place) is on another file system than the file to be moved there; put both on one"
    case .unusableName, .locked: place
    case .io(EMFILE), .io(ENFILE): "\(place) cannot be opened (\(reason)); raise the limit of open files (ulimit -n, LimitNOFILE)"
    case .io(let number): "\(place) failed (\(reason), errno \(number)); look for the disk or mount in the system log"
    }
  }
}

extension MailboxError: CustomStringConvertible {
  package var description: String { message }
}
