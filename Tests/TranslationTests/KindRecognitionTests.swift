import Documents
import Formats
import Testing
import Translation

@Suite struct KindRecognitionTests {
  private func kind(_ name: String, _ text: String = "") throws -> String {
    let source = { () throws(FormatError) in ByteSource(bytes: Array(text.utf8)) }
    switch try KindRecognition.of(file: name, handling: Handling(), source: source) {
    case .kind(let kind): return kind.rawValue
    case .refused(let finding): return finding.description
    }
  }

  @Test func `a CSV file's name tells its kind`() throws {
    #expect(try kind("orders-17.csv") == "orders")
    #expect(try kind("RETURN_1.txt") == "returns")
    #expect(
      try kind("data.csv")
        == "data.csv: the name tells no kind; expected a name that begins with one of orders, returns, availability, shipping-plans, precheckout, order-status, return-status, se-availability, se-orders, se-order, se-shipments, for example orders-17.csv: rename it and drop it again"
    )
  }

  @Test func `an XML file's root element decides`() throws {
    #expect(try kind("data.XML", "<?xml version='1.0'?><!-- x --><returns xmlns='urn:ferry:1'>") == "returns")
    #expect(try kind("orders.xml", "<f:orders xmlns:f='urn:ferry:1'/>") == "orders")
  }

  @Test func `a name that contradicts the root is a finding`() throws {
    #expect(
      try kind("orders.xml", "<returns xmlns='urn:ferry:1'/>")
        == "orders.xml:1: the name says orders, the root element <returns> says returns: rename the file or correct the root element")
  }

  @Test func `a root of no kind is a finding`() throws {
    #expect(
      try kind("orders.xml", "<Order xmlns='urn:ubl'/>")
        == "orders.xml:1: the root element is <Order> in the namespace \"urn:ubl\"; expected one of <orders>, <returns>, <availability>, <shipping-plans>, <precheckout>, <order-status>, <return-status>, <se-availability>, <se-orders>, <se-order>, <se-shipments> in the namespace \"urn:ferry:1\""
    )
    #expect(try kind("x.xml", "<orders/>").hasPrefix("x.xml:1: the root element is <orders> without a namespace; expected one of"))
  }

  @Test func `a file without a root goes by its name, or is refused`() throws {
    #expect(try kind("orders.xml", "") == "orders")
    #expect(try kind("x.xml", "") == "x.xml:1:1: the file is empty; expected an XML document")
  }
}
