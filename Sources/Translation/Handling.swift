package import Documents
package import Formats

/// How the files of a partner are handled: everything about a file that settings decide, taken at its admission and kept to its end.
package struct Handling: Sendable, Hashable {
  package enum Policy: String, Sendable, Hashable, Codable, CaseIterable {
    /// Good documents go, bad ones come back.
    case partial
    /// Nothing of a file is sent unless the survey finds no mistake and no conflict.
    case allOrNothing = "all-or-nothing"
  }

  package var partner: String
  package var targets: Targets
  package var policy: Policy
  /// By canonical column: supplied where a file leaves the field out.
  package var defaults: [String: String]
  /// Put before our order numbers on the wire, so that two partners' numbers never meet at one target.
  package var orderNumberPrefix: String
  package var limits: Limits
  /// How many lines a search call carries.
  package var batchSize: Int
  package var planStep: PlanStep
  /// Ferry asks by itself what became of the orders and returns it has placed.
  package var isTracked: Bool
  package var schneider: SchneiderAddresses
  /// How the partner's files look; the first one that a file's name fits counts. A file that fits none is canonical.
  package var profiles: [Profile]

  /// The targets that the partner's files go to, by API; nil where it has none.
  package struct Targets: Sendable, Hashable, Codable {
    package var erp: String?
    package var schneider: String?
    /// Whom lines of `availability` are for that do not say.
    package var availability: API

    package init(erp: String? = "erp", schneider: String? = nil, availability: API = .erp) {
      self.erp = erp
      self.schneider = schneider
      self.availability = availability
    }

    package subscript(_ api: API) -> String? {
      switch api {
      case .erp: erp
      case .schneider: schneider
      }
    }
  }

  package struct Limits: Sendable, Hashable, Codable {
    /// Lines of one document; more are a finding, and are read past.
    package var documentLines: Int
    /// Bytes of one request body, and of one document's text.
    package var body: Int
    /// Findings that are kept of one document.
    package var documentFindings: Int

    package init(documentLines: Int = 10_000, body: Int = 16 << 20, documentFindings: Int = 10_000) {
      self.documentLines = documentLines
      self.body = body
      self.documentFindings = documentFindings
    }
  }

  package init(
    partner: String = "default", targets: Targets = Targets(), policy: Policy = .partial, defaults: [String: String] = [:],
    orderNumberPrefix: String = "", limits: Limits = Limits(), batchSize: Int = 100, planStep: PlanStep = PlanStep(),
    isTracked: Bool = false, schneider: SchneiderAddresses = SchneiderAddresses(), profiles: [Profile] = []
  ) {
    self.partner = partner
    self.targets = targets
    self.policy = policy
    self.defaults = defaults
    self.orderNumberPrefix = orderNumberPrefix
    self.limits = limits
    self.batchSize = batchSize
    self.planStep = planStep
    self.isTracked = isTracked
    self.schneider = schneider
    self.profiles = profiles
  }

  /// The target of a kind's documents; empty where the partner has none: such files are refused before anything is made of them.
  package func target(of kind: Kind) -> String {
    kind == .availability ? targets[targets.availability] ?? targets.erp ?? "" : targets[kind.api] ?? ""
  }

  /// Whether a file may stay in the inbox until a missing one has come.
  package var holdsFilesBack: Bool { profiles.contains { $0.completeness.sequence?.gap == .wait } }

  /// nil: the file is canonical. A copy that Ferry has made is read as what it is a copy of.
  package func profile(ofFile name: String) -> Profile? { place(ofFile: CopyEnding.original(of: name)).map { profiles[$0] } }

  /// The first profile that the name fits.
  private func place(ofFile name: String) -> Int? {
    profiles.firstIndex { profile in profile.files.isEmpty || profile.files.contains { NamePattern($0).fits(name) } }
  }

  /// Of a name with a number that Ferry may have put behind it, as `PO001-2.csv`, where the number would change how the file is read. nil: it does
  /// not, or the pattern that it fits speaks of such a number itself.
  package func finding(ofNumberIn file: String) -> Finding? {
    let name = CopyEnding.original(of: file)
    guard let bare = CopyEnding.unnumbered(name), let meant = place(ofFile: bare) else { return nil }
    let written = place(ofFile: name)
    guard written != meant, !(written.map { profiles[$0].files } ?? []).contains(where: { NamePattern($0).fits(numbered: name) }) else {
      return nil
    }
    let other = written.map { "by profile \(profiles[$0].name)" } ?? "as a canonical one"
    return Finding(
      .unknownKind, file: file, value: name, expected: bare,
      "the name \"\(name)\" is read \(other), and \"\(bare)\", to which Ferry may have put the number, by profile \(profiles[meant].name): rename the file "
        + "to \(bare) and drop it again; where the partner writes such numbers, say so in files of a profile, for example "
        + "\"\(NameParts(bare).stem)-*\(NameParts(bare).suffix.isEmpty ? "" : "." + NameParts(bare).suffix)\"")
  }

  /// As the profile says; else by the file's suffix.
  package func format(ofFile name: String) -> DocumentReader.Format {
    profile(ofFile: name)?.format ?? DocumentReader.format(ofFile: name)
  }

  /// What a CSV file's profile declares; nil: it is recognised.
  package func encoding(ofFile name: String) -> TextEncoding? {
    guard case .csv(let shape)? = profile(ofFile: name)?.source else { return nil }
    return shape.encoding.flatMap(TextEncoding.named)
  }

  /// Where a file that is named so will probably go: what it really is shows when it is read.
  package func target(ofFile name: String) -> String {
    target(of: profile(ofFile: name)?.kind ?? Kind.named(byFile: name) ?? .orders)
  }

  /// What is said of a file whose kind the partner has no target for; nil where it has one.
  package func finding(ofFile file: String, of kind: Kind) -> Finding? {
    guard target(of: kind).isEmpty else { return nil }
    let section = kind.api == .erp ? "erp" : "schneider"
    return Finding(
      .unknownKind, file: file, value: kind.rawValue,
      "files of the kind \(kind.rawValue) go to a target of the section \(section), and the partner \(partner) has none; set it up in the settings, then drop the file again"
    )
  }

  /// The key of a document with that number.
  package func key(kind: Kind, number: String) -> DocumentKey {
    DocumentKey(target: target(of: kind), partner: partner, kind: kind, number: number)
  }

  /// Partners whose equal numbers would be one order at a target that recognises repeated orders.
  package static func sharedNumbers(
    of all: [Handling], _ recognisesRepeats: (String) -> Bool
  ) -> [(target: String, partners: [String], prefix: String)] {
    struct Route: Hashable { let target, prefix: String }
    let routes = all.compactMap { handling in handling.targets.erp.map { (Route(target: $0, prefix: handling.orderNumberPrefix), handling) }
    }
    let shared = Dictionary(grouping: routes.filter { recognisesRepeats($0.0.target) }, by: { $0.0 }).filter { $0.value.count > 1 }
    return shared.sorted { ($0.key.target, $0.key.prefix) < ($1.key.target, $1.key.prefix) }.map { route, sharing in
      // `default` first, as everywhere.
      let names = sharing.map { $0.1.partner }.sorted { ($0 == "default" ? "" : $0) < ($1 == "default" ? "" : $1) }
      let prefix = route.prefix.isEmpty ? "no order_number_prefix" : "the same order_number_prefix \"\(route.prefix)\""
      return (route.target, names, prefix)
    }
  }

  /// Columns of a kind that a file may leave out though they are required.
  package func supplied(to kind: Kind) -> Set<String> {
    let supplied = Set(defaults.keys)
    return kind == .orders && planStep.isOn ? supplied.union(PlanStep.columns) : supplied
  }
}

extension Handling: Codable {
  private enum CodingKeys: String, CodingKey {
    case partner, target, targets, policy, defaults, orderNumberPrefix, limits, batchSize, planStep, isTracked, schneider, profiles
  }

  /// Reads also what earlier releases have written: files may be on their way while Ferry is renewed.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      partner: try values.decode(String.self, forKey: .partner),
      targets: try values.decodeIfPresent(Targets.self, forKey: .targets)
        ?? Targets(erp: try values.decode(String.self, forKey: .target)),
      policy: try values.decode(Policy.self, forKey: .policy),
      defaults: try values.decode([String: String].self, forKey: .defaults),
      orderNumberPrefix: try values.decode(String.self, forKey: .orderNumberPrefix),
      limits: try values.decode(Limits.self, forKey: .limits), batchSize: try values.decode(Int.self, forKey: .batchSize),
      planStep: try values.decodeIfPresent(PlanStep.self, forKey: .planStep) ?? PlanStep(),
      isTracked: try values.decodeIfPresent(Bool.self, forKey: .isTracked) ?? false,
      schneider: try values.decodeIfPresent(SchneiderAddresses.self, forKey: .schneider) ?? SchneiderAddresses(),
      profiles: try values.decodeIfPresent([Profile].self, forKey: .profiles) ?? [])
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(partner, forKey: .partner)
    try values.encode(targets, forKey: .targets)
    try values.encode(policy, forKey: .policy)
    try values.encode(defaults, forKey: .defaults)
    try values.encode(orderNumberPrefix, forKey: .orderNumberPrefix)
    try values.encode(limits, forKey: .limits)
    try values.encode(batchSize, forKey: .batchSize)
    try values.encode(planStep, forKey: .planStep)
    try values.encode(isTracked, forKey: .isTracked)
    try values.encode(schneider, forKey: .schneider)
    try values.encode(profiles, forKey: .profiles)
  }
}
