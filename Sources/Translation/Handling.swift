package import Documents

/// How the files of a partner are handled: everything about a file that settings decide, taken at its admission and kept to its end.
package struct Handling: Sendable, Hashable, Codable {
  package enum Policy: String, Sendable, Hashable, Codable {
    /// Good documents go, bad ones come back.
    case partial
    /// Nothing of a file is sent unless the survey finds no mistake and no conflict.
    case allOrNothing = "all-or-nothing"
  }

  package var partner: String
  package var target: String
  package var policy: Policy
  /// By canonical column: supplied where a file leaves the field out.
  package var defaults: [String: String]
  /// Put before our order numbers on the wire, so that two partners' numbers never meet at one target.
  package var orderNumberPrefix: String
  package var limits: Limits
  /// How many lines a search call carries.
  package var batchSize: Int

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
    partner: String = "default", target: String = "erp", policy: Policy = .partial, defaults: [String: String] = [:],
    orderNumberPrefix: String = "",
    limits: Limits = Limits(), batchSize: Int = 100
  ) {
    self.partner = partner
    self.target = target
    self.policy = policy
    self.defaults = defaults
    self.orderNumberPrefix = orderNumberPrefix
    self.limits = limits
    self.batchSize = batchSize
  }

  /// The key of a document with that number.
  package func key(kind: Kind, number: String) -> DocumentKey {
    DocumentKey(target: target, partner: partner, kind: kind, number: number)
  }
}
