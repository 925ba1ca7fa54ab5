import Testing

@testable import Translation

@Suite struct UUIDv5Tests {
  private static let dns = UUIDv5(bytes: [0x6B, 0xA7, 0xB8, 0x10, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8])

  /// `python3 -c "import uuid; print(uuid.uuid5(uuid.NAMESPACE_DNS, 'www.example.com' + chr(15) + 3 * chr(0)))"`, and the same of 100 times é
  /// and its length in bytes; and RFC 9562, appendix A.4 for the arithmetic (`www.example.com` without a length).
  @Test func `it agrees with Python's uuid5`() {
    var name = NameBytes(namespace: Self.dns)
    name.append("www.example.com")
    #expect(UUIDv5.string(name) == "839466a9-4ef2-5879-a705-549ad30b94a3")
    name.cut(to: 16)
    name.append(String(repeating: "é", count: 100))
    #expect(UUIDv5.string(name) == "a868aceb-c977-579a-a18a-fb15c37d63dd")
  }

  /// RFC 9562, appendix A.4.
  @Test func `the example of RFC 9562 comes out`() {
    let name = NameBytes(namespace: UUIDv5(bytes: Self.dns.bytes + Array("www.example.com".utf8)))
    #expect(UUIDv5.string(name) == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
  }

  @Test func `a namespace made of parts is the UUID of their name`() {
    var name = NameBytes(namespace: Self.dns)
    name.append("a")
    name.append("bc")
    let text = UUIDv5.string(name)
    let bytes = UUIDv5(namespace: Self.dns, ["a", "bc"]).bytes
    #expect(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == text.replacing("-", with: ""))
    #expect(UUIDv5(namespace: Self.dns, ["ab", "c"]).bytes != bytes)
  }
}
