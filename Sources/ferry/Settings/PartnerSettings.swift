import Translation

/// One partner: who drops files, and how they are handled.
struct PartnerSettings: Sendable {
  var handling: Handling
  /// nil: by the file system of the partner's inbox.
  var restPeriod: Duration?
  /// `.done`: no file is taken without such a marker.
  var markerRequired: String?

  var name: String { handling.partner }
}
