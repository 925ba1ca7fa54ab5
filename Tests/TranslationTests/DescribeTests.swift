import Contracts
import Documents
import Formats
import Testing
import Translation

@Suite struct DescribeTests {
  @Test(arguments: Kind.allCases)
  func `every field and result column is described`(kind: Kind) {
    let text = FieldDescription(kind).text
    for field in kind.layout.fields { #expect(text.contains("  \(field.column) ")) }
    for column in ResultLayout.of(kind).columns { #expect(text.contains("  \(column.name) ")) }
    let json = FieldDescription(kind).json
    #expect(json["fields"]?.elements?.count == kind.layout.fields.count)
    #expect(json["results"]?.elements?.count == ResultLayout.of(kind).columns.count + 6)
  }

  @Test func `a line tells name, type, requirement, path and meaning`() {
    let lines = FieldDescription(.orders).text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(lines.contains("order_number text yes orderNumber Your order number. It is never ordered twice."))
    #expect(lines.contains("quantity integer > 0 yes items[].warehouses[].orderedQuantity Pieces ordered from that warehouse."))
    #expect(lines.contains("customer_email text within customer customer.email E-mail of the end customer."))
    #expect(lines.contains { $0.hasPrefix("part_number text one part items[].part.identifier.external.partNumber") })
    #expect(lines.contains("source_line Line of the file on which the record begins; the header is 1. XML: the line of its element."))
  }

  @Test func `what is not sent has a place in the XML all the same`() {
    let lines = FieldDescription(.preCheckout).text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(lines.contains("request_number text, verbatim yes (not sent) @number Your number of the request; groups lines. Not sent."))
    #expect(lines.contains("line text, verbatim no (not sent) cartLines[].index Number of the line; without one, lines are counted."))
    #expect(
      lines.contains(
        "Canonical XML: <precheckout xmlns=\"urn:ferry:1\"> with <request> elements, named and nested as the API paths; <shipping> simply repeats, without an element around it; request_number is the attribute number."
      ))
    #expect(FieldDescription(.availability).text.contains("(not sent) items[].target "))
    #expect(FieldDescription(.orders).text.contains("elements, named and nested as the API paths.\n"))
    #expect(FieldDescription(.preCheckout).json["fields"]?.elements?.first?["path"] == .null)
  }

  @Test(arguments: Kind.allCases)
  func `a template is a file without mistakes, with every field filled`(kind: Kind) throws {
    for format in [DocumentReader.Format.csv, .xml] {
      let file = try ReadFile(FieldDescription(kind).template(format), named: "\(kind.rawValue).\(format.rawValue)", as: kind)
      #expect(file.said == [])
      let document = try #require(file.documents.first)
      #expect(file.documents.count == 1)
      let filled = document.entries.reduce(0) { $0 + $1.filled.nonzeroBitCount }
      #expect(filled == kind.layout.fields.count)
    }
  }

  @Test func `both templates are the same document`() throws {
    for kind in Kind.allCases {
      var content = CanonicalContent(layout: kind.layout)
      let prints = try [DocumentReader.Format.csv, .xml].map { format in
        content.fingerprint(
          of: try ReadFile(FieldDescription(kind).template(format), named: "a.\(format.rawValue)", as: kind).documents[0])
      }
      #expect(prints[0] == prints[1])
    }
  }
}
