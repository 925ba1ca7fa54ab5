import Documents
import Translation

@testable import ferry

/// A profile's file; what can be used of it reads an order.
enum YAMLFuzzing {
  private static let orders = Array("Bestellnr;Position;Artikelnr;Menge;Preis\nA;1;4711;2;1,50\nH;L;T;;\n".utf8)

  static func read(_ file: FuzzedFile) {
    let notes = SettingsNotes(file: "ferry.yaml", environment: [:])
    guard let profile = ProfileShelf.builtin("fuzzed", file.bytes, notes)?.profile else { return }
    for mistake in notes.mistakes { demand(!mistake.message.isEmpty, "a mistake says nothing") }
    guard notes.mistakes.isEmpty else { return }
    let name = profile.format == .csv ? "orders.csv" : "orders.xml"
    Conversions.convert(profile.format == .csv ? orders : Array("<Order/>".utf8), named: name, Conversions.handling([profile]))
  }
}
