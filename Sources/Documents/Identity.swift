/// What makes a document of an unsafe kind the same one: (target, partner, kind, number).
package struct DocumentKey: Sendable, Hashable, Codable {
  package let target: String
  package let partner: String
  package let kind: Kind
  package let number: String

  package init(target: String, partner: String, kind: Kind, number: String) {
    self.target = target
    self.partner = partner
    self.kind = kind
    self.number = number
  }
}

/// SHA-256 of a content, 32 bytes.
package struct Fingerprint: Sendable, Hashable, Codable {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
