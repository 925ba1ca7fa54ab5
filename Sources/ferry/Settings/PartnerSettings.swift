import SystemPackage
import Translation

/// One partner: who drops files, and how they are handled.
struct PartnerSettings: Sendable {
  var handling: Handling
  /// nil: by the file system of the partner's inbox.
  var restPeriod: Duration?
  /// `.done`: no file is taken without such a marker.
  var markerRequired: String?

  /// Of each profile of the handling, as messages name it; nil: a built-in one.
  var profileFiles: [FilePath?] = []

  var name: String { handling.partner }

  /// With what the partner's targets say of its files.
  func using(_ targets: [String: TargetSettings]) -> PartnerSettings {
    var partner = self
    if let erp = targets[handling.targets.erp ?? ""] { partner.handling.batchSize = erp.batchSize }
    if let account = targets[handling.targets.schneider ?? ""] {
      partner.handling.schneider = account.addresses
      if let shipTo = account.shipTo, handling.defaults["ship_to"] == nil { partner.handling.defaults["ship_to"] = shipTo }
    }
    return partner
  }
}
