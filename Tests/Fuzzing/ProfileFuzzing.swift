import Documents
import Formats
import Glibc
import Translation

@testable import ferry

/// The built-in profiles, each as it is.
enum ProfileFuzzing {
  private static let profiles: [Profile] = BuiltinProfiles.all.compactMap { name, text, _ in
    let notes = SettingsNotes(file: "ferry.yaml", environment: [:])
    return ProfileShelf.builtin(name, text, notes)?.profile
  }
  private static let csv = profiles.filter { $0.format == .csv }.map { Conversions.handling([$0]) }
  private static let xml = profiles.filter { $0.format == .xml }.map { Conversions.handling([$0]) }

  static func read(_ file: FuzzedFile, as format: DocumentReader.Format) {
    let handlings = format == .csv ? csv : xml
    demand(handlings.count == 4, "there are \(handlings.count) built-in profiles of \(format)")
    Conversions.convert(file.bytes, named: "orders.\(format.rawValue)", file.first.chooses(handlings))
  }
}
