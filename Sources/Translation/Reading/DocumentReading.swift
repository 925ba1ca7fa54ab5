package import Documents
package import Formats

/// A file as documents, one after the other, each checked, in flat memory. Reading the same file again gives the same documents.
/// Not for several threads.
package protocol DocumentReading: AnyObject {
  /// Goes to the next document; false at the end of the file.
  /// - Throws: what the operating system says of the file.
  func next() throws(FormatError) -> Bool
  /// The current document; its memory is used again for the next one.
  var document: Document { get }
  /// The current document's mistakes: with any of them it is not sent.
  var findings: [Finding] { get }
  /// What is wrong with the file as a whole, complete after the last document: with any of these nothing of the file is sent.
  var fileFindings: [Finding] { get }
  /// The lines that a document over the limits had, and that were not kept; 0 for all others.
  var linesNotKept: Int { get }
  /// Rows of one number make a document, so that a number comes back only where its rows are apart.
  var isGroupedByNumber: Bool { get }
}

extension DocumentReading {
  package var isGroupedByNumber: Bool { false }
}

/// Opens a file as documents of a kind.
package enum DocumentReader {
  package enum Format: String, Sendable, Hashable, Codable, CaseIterable { case csv, xml }

  /// By the file's suffix, `.xml` in any case; everything else is read as CSV.
  package static func format(ofFile name: String) -> Format {
    NameParts(name).suffix.lowercased() == "xml" ? .xml : .csv
  }

  /// `name`: as it was dropped; it stands in findings. `trace`: hears what a profile's rules were given.
  package static func open(
    _ source: ByteSource, name: String, kind: Kind, format: Format, handling: Handling, trace: ValueTrace? = nil
  ) -> any DocumentReading {
    if let profile = handling.profile(ofFile: name) {
      switch profile.source {
      case .csv(let shape):
        return ProfiledCSV(source: source, name: name, profile: profile, shape: shape, handling: handling, trace: trace)
      case .xml(let shape):
        return ProfiledXML(source: source, name: name, profile: profile, shape: shape, handling: handling, trace: trace)
      }
    }
    return switch format {
    case .csv: CSVDocuments(source: source, name: name, layout: kind.layout, handling: handling)
    case .xml: XMLDocuments(source: source, name: name, layout: kind.layout, handling: handling)
    }
  }
}
