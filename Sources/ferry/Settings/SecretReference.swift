import FoundationEssentials
import Gateways
import Glibc
import SystemPackage

/// Where a secret is to be found: `env:NAME` or `file:PATH`, with `|base64` or `|hex` behind it where it is not plain text.
struct SecretReference: Sendable {
  private enum Source: Sendable {
    case environment(String)
    case file(FilePath)
    /// In the setting's own environment variable.
    case given(Secret)
  }

  private enum Encoding: String, Sendable { case utf8, base64, hex }

  private let setting: String
  private let place: SettingsPlace
  private let source: Source
  private let encoding: Encoding
  /// More is no secret but some other file.
  private static let longest = 65_536

  /// nil: not set, or wrong and reported. The value itself is never shown.
  init?(_ key: String, in section: SettingsSection, below base: FilePath) {
    guard let scalar = section.scalar(key) else { return nil }
    setting = section.name(key)
    place = scalar.place
    var text = scalar.text
    var encoding = Encoding.utf8
    if let bar = text.lastIndex(of: "|"), let named = Encoding(rawValue: String(text[text.index(after: bar)...])), named != .utf8 {
      encoding = named
      text = String(text[..<bar])
    }
    self.encoding = encoding
    if text.hasPrefix("env:"), text.count > 4 {
      source = .environment(String(text.dropFirst(4)))
    } else if text.hasPrefix("file:"), text.count > 5 {
      source = .file(base.pushing(FilePath(String(text.dropFirst(5)))).lexicallyNormalized())
    } else if case .environment = scalar.place, !text.isEmpty {
      source = .given(Secret(utf8: text))
    } else {
      section.notes.mistake(
        place,
        "\(setting) must not be written into the file; expected env:NAME or file:PATH, with |base64 or |hex behind it if it is encoded")
      return nil
    }
  }

  /// The secret; nil where it cannot be had, which is reported.
  func resolve(_ notes: SettingsNotes) -> Secret? {
    switch source {
    case .given(let secret): return decode(secret.reveal(), from: "its value", notes)
    case .environment(let name):
      guard let text = notes.environment[name], !text.isEmpty else {
        notes.mistake(
          place,
          "\(setting): the environment variable \(name) is \(notes.environment[name] == nil ? "not set" : "empty"); give it the secret")
        return nil
      }
      return decode(Array(text.utf8), from: "the environment variable \(name)", notes)
    case .file(let path):
      guard let bytes = read(path, notes) else { return nil }
      guard !bytes.isEmpty, bytes.count < Self.longest else {
        notes.mistake(
          place, "\(setting): the file \(path) is \(bytes.isEmpty ? "empty" : "too long for a secret"); expected the secret alone")
        return nil
      }
      return decode(bytes, from: "the file \(path)", notes)
    }
  }

  /// Without the last line end.
  private func read(_ path: FilePath, _ notes: SettingsNotes) -> [UInt8]? {
    do {
      let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
      return try file.closeAfter {
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        var count = 0
        while count < bytes.count {
          let more = try bytes.withUnsafeMutableBytes { try file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...])) }
          if more == 0 { break }
          count += more
        }
        bytes.removeLast(bytes.count - count)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes
      }
    } catch {
      let reason = (error as? Errno).map { "\($0)" } ?? "\(error)"
      notes.mistake(place, "\(setting): the file \(path) cannot be read (\(reason)); put the secret there, readable for Ferry's account")
      return nil
    }
  }

  private func decode(_ bytes: [UInt8], from origin: String, _ notes: SettingsNotes) -> Secret? {
    let packed = bytes.filter { $0 > 0x20 }
    let decoded: [UInt8]?
    switch encoding {
    case .utf8: return Secret(bytes)
    case .base64: decoded = Data(base64Encoded: Data(packed)).map { Array($0) }
    case .hex: decoded = Self.hex(packed)
    }
    guard let decoded, !decoded.isEmpty else {
      notes.mistake(place, "\(setting): \(origin) holds no \(encoding.rawValue); correct it, or the suffix |\(encoding.rawValue)")
      return nil
    }
    return Secret(decoded)
  }

  private static func hex(_ digits: [UInt8]) -> [UInt8]? {
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16), digits[index] != UInt8(ascii: "+")
      else {
        return nil
      }
      bytes.append(byte)
    }
    return bytes
  }
}
