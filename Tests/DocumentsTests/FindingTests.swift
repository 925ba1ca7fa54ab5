import Documents
import Testing

@Suite struct FindingTests {
  @Test func `a finding reads as file, line, column and sentence`() {
    let finding = Finding(.wrongType, file: "orders-17.csv", line: 4, column: 9, "quantity \"1,5x\" is not a quantity")
    #expect(finding.description == "orders-17.csv:4:9: quantity \"1,5x\" is not a quantity")
    #expect(Finding(.incomplete, file: "a.csv", "it ends").description == "a.csv: it ends")
    #expect(Finding(.missing, file: "a.csv", line: 2, "no").description == "a.csv:2: no")
  }

  @Test func `a value is cut to eighty characters on one line`() {
    #expect(Finding.shortened(String(repeating: "é", count: 81)) == String(repeating: "é", count: 80) + "…")
    #expect(Finding.shortened("a\nb\u{7}c\u{85}d") == "a b c d")
  }

  @Test func `a fingerprint prints as hexadecimal digits`() {
    #expect(Fingerprint([0x00, 0xAB, 0x7F]).hex == "00ab7f")
  }
}
