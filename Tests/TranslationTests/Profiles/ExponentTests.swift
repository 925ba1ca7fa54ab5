import Documents
import Testing
import Translation

@Suite struct ExponentTests {
  private let rows = PartnerRows(
    CSVShape(separator: ";"), "order_number=A", "line=P", "part_number=Artikel", "quantity=M", "net_price=Preis")

  @Test(arguments: [
    "3,60648E+12", "3.60648E12", "36064,8E+08", "-3,6E+12", "3,6e+12", "1E+3", "12E+12", "5E-12", "1,5E-02", "+3,6E12", "3,60648E+012",
  ])
  func `a number with an exponent is no name of a part`(_ written: String) throws {
    #expect(
      try rows.read("A;P;Artikel;M;Preis\nO1;1;\(written);2;1\n").said == [
        "b.txt:2:6: part_number (column \"Artikel\") \"\(written)\" was shortened by a spreadsheet, and its digits are lost; expected all its digits (profile acme): make its column a column of text and export it again"
      ])
  }

  @Test(arguments: ["12E3", "1E5", "4711E12", "12E-3", "E12", "1,5E", "W1E+3", "3E+1234", "1.2.3E+4", "1E-5-2", "90915-10E-03", "1EE+3"])
  func `a part may be called so`(_ written: String) throws {
    let file = try rows.read("A;P;Artikel;M;Preis\nO1;1;\(written);2;1\n")
    #expect(file.said == [])
    #expect(file.lines == ["O1 1 \(written) 2"])
  }

  @Test(arguments: ["1E+3", "1E3", "1,2E+03", "12E-3"])
  func `quantities and prices with an exponent are damage of a spreadsheet`(_ written: String) throws {
    let file = try rows.read("A;P;Artikel;M;Preis\nO1;1;W;\(written);1\nO2;1;W;1;\(written)\n")
    #expect(
      file.said == [
        "b.txt:2:8: quantity (column \"M\") \"\(written)\" was shortened by a spreadsheet, and its digits are lost; expected all its digits (profile acme): make its column a column of text and export it again",
        "b.txt:3:10: net_price (column \"Preis\") \"\(written)\" was shortened by a spreadsheet, and its digits are lost; expected all its digits (profile acme): make its column a column of text and export it again",
      ])
  }
}
