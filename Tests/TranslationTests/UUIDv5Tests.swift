import Testing

@testable import Translation

@Suite struct UUIDv5Tests {
  /// RFC 9562, appendix A.4: the DNS namespace and `www.example.com`.
  @Test func `the example of RFC 9562 comes out`() {
    let dns: [UInt8] = [0x6B, 0xA7, 0xB8, 0x10, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8]
    #expect(UUIDv5.string(dns + Array("www.example.com".utf8)) == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
  }

  /// `python3 -c "import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, 'é' * 100))"`
  @Test func `it agrees with Python's uuid5`() {
    let url: [UInt8] = [0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8]
    #expect(UUIDv5.string(url + Array(String(repeating: "é", count: 100).utf8)) == "a0117772-3f65-5000-8229-6803b8fe27df")
  }

  @Test func `parts of a name cannot be confused`() {
    var one = NameBytes(namespace: [], ["ab", "c"])
    let two = NameBytes(namespace: [], ["a", "bc"])
    #expect(one.bytes != two.bytes)
    let count = one.count
    one.append("x")
    one.cut(to: count)
    #expect(one.bytes == NameBytes(namespace: [], ["ab", "c"]).bytes)
  }
}
