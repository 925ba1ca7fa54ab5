import Documents
import SystemPackage
import Translation

/// What a profile file says over the one that it extends, until it is whole.
struct ProfileDraft {
  /// Of the file, without its suffix; of a built-in one its own.
  var name: String
  /// As messages name it; nil: a built-in one.
  var file: FilePath?
  var kind: Kind?
  var format: DocumentReader.Format?
  var files: [String] = []
  var csv = CSVShape()
  var xml = XMLShape(document: "")
  var style = ValueStyle()
  var units: [String: Int] = [:]
  var fields: [FieldRule] = []
  /// Columns whose field is there and cannot be used, which is reported.
  var wrongFields: Set<String> = []
  var completeness = Completeness()
  var limits = Plausibility()
  var answer: AnswerStyle?
  /// The roots of the files it comes from, the extended one first; what they say of the partner's handling is not read yet.
  var layers: [SettingsSection] = []

  init(name: String) { self.name = name }

  /// nil: the kind or the format is missing, which is reported.
  var profile: Profile? {
    guard let kind, let format else { return nil }
    return Profile(
      name: name, kind: kind, files: files, source: format == .csv ? .csv(csv) : .xml(xml), fields: fields, style: style,
      units: units.isEmpty ? nil : units, completeness: completeness, plausibility: limits, answer: answer)
  }
}
