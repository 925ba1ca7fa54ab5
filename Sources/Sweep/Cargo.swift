import Foundation

/// What a file's documents have to come to.
enum Fate: Sendable {
  /// Accepted, or in doubt where it was in flight.
  case good
  /// Refused by Ferry.
  case bad
  /// Refused by the target.
  case unwanted
  /// The same order as in an earlier file.
  case repeated
  /// The same order once more, and what became of the first one is known.
  case known
}

/// One file for the inbox, and what its answer has to tell.
struct CargoFile: Sendable {
  struct Document: Sendable {
    let number: String
    let lines: [String]
    let fate: Fate
  }

  let partner: String
  let name: String
  let bytes: [UInt8]
  /// Orders and returns; of the safe kinds one without a number, whose lines are those of the file.
  let documents: [Document]
  let kind: String

  /// Below inbox, outbox and error folder.
  var folder: String { partner == "default" ? "" : partner + "/" }
  var isUnsafe: Bool { kind == "orders" || kind == "returns" }
  /// As the target knows it.
  func key(_ number: String) -> String { Yard.prefix(of: partner) + number }

  var stem: String { URL(filePath: name).deletingPathExtension().lastPathComponent }
  var answer: String { "\(folder)\(stem).answer.\(name.hasSuffix(".xml") ? "xml" : "csv")" }
  /// What the sender writes beside it, and what Ferry puts beside its answers.
  var markers: (own: String, ofAnswers: String)? { partner == "planned" ? (".done", ".ok") : nil }
}

/// The files of one sweep: orders of three partners in four formats, some to be refused, and all other kinds.
enum Cargo {
  /// 1,000 good orders and 60 that are completed by a plan first, 30 wrong ones, 20 that the target refuses, 20 that come twice, 50 returns, and
  /// every safe kind.
  static func full() -> [CargoFile] {
    [
      orders("orders-1.csv", 1...420, bad: { $0 % 42 == 0 }, unwanted: { $0 % 84 == 7 }), xmlOrders("orders-2.xml", 421...585),
      northern("orders-3.csv", 1...450, unwanted: { $0 % 45 == 7 }), planned("orders-4.csv", 1...65, unwanted: { $0 % 13 == 7 }),
      orders("orders-9.csv", 1001...1020, bad: { _ in true }),
      orders("orders-10.csv", 20...39, fate: .repeated), returns("returns-1.csv", 1...50),
    ] + questions("")
  }

  /// A file of each kind of the safe kinds.
  static func questions(_ tail: String) -> [CargoFile] {
    let lines = (1...100).map(String.init)
    return [
      question("availability\(tail).csv", "line;part_number;quantity", lines.map { "\($0);P\($0);2" }, lines),
      question(
        "shipping-plans\(tail).csv", "line;urgent;part_number;quantity;force_primary_warehouse", lines.map { "\($0);true;P\($0);1;false" },
        lines),
      question(
        "precheckout\(tail).csv", "request_number;ship_type;line;part_number;quantity;net_price;currency",
        (1...5).map { "C-\($0);COUNTER;1;P\($0);2;10.5;EUR" }, []),
      question("order-status\(tail).csv", "external_order_id;external_order_date", ["ABCD;2018-01-16"], []),
      question("return-status\(tail).csv", "external_return_id;external_return_date", ["123456789;2018-04-04"], []),
      question(
        "se-availability\(tail).csv", "line;product_reference;quantity", lines.prefix(30).map { "\($0);XB\($0);3" }, Array(lines.prefix(30))
      ),
      question("se-orders\(tail).csv", "country", ["RU"], []),
      question("se-order\(tail).csv", "country;order_number", ["RU;0100111111"], []),
      question("se-shipments\(tail).csv", "country;order_number;item_number", ["RU;0100476011;000180"], []),
    ]
  }

  private static let comment = String(repeating: "Please call before delivery, ring twice. ", count: 5)

  static func orders(
    _ name: String, _ numbers: ClosedRange<Int>, prefix: String = "O-", bad: (Int) -> Bool = { _ in false },
    unwanted: (Int) -> Bool = { _ in false },
    fate: Fate = .good
  ) -> CargoFile {
    var text = "order_number;order_comment;line;part_number;net_price;quantity;warehouse_id\n"
    var documents: [CargoFile.Document] = []
    for number in numbers {
      let (isBad, isUnwanted) = (bad(number), unwanted(number))
      let lines = number % 5 == 0 ? ["1", "2"] : ["1"]
      for line in lines {
        text += "\(prefix)\(number);\(comment);\(line);P\(number);10.50;\(isBad ? "three" : "3");\(isUnwanted ? "99" : "68")\n"
      }
      documents.append(.init(number: "\(prefix)\(number)", lines: lines, fate: isBad ? .bad : isUnwanted ? .unwanted : fate))
    }
    return CargoFile(partner: "default", name: name, bytes: Array(text.utf8), documents: documents, kind: "orders")
  }

  static func xmlOrders(_ name: String, _ numbers: ClosedRange<Int>, prefix: String = "O-") -> CargoFile {
    let orders = numbers.map { number in
      """
        <order>
          <orderNumber>\(prefix)\(number)</orderNumber>
          <orderComment>\(comment)</orderComment>
          <items>
            <item>
              <part><identifier><external><partNumber>P\(number)</partNumber></external></identifier></part>
              <pricing><netPrice>10.50</netPrice><currency>EUR</currency></pricing>
              <warehouses><warehouse><externalId>68</externalId><orderedQuantity>3</orderedQuantity></warehouse></warehouses>
            </item>
          </items>
        </order>

      """
    }
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<orders xmlns=\"urn:ferry:1\">\n" + orders.joined() + "</orders>\n"
    return CargoFile(
      partner: "default", name: name, bytes: Array(text.utf8),
      documents: numbers.map { .init(number: "\(prefix)\($0)", lines: ["1"], fate: .good) }, kind: "orders")
  }

  /// As the built-in profile csv-semicolon-1252 has them.
  static func northern(_ name: String, _ numbers: ClosedRange<Int>, unwanted: (Int) -> Bool = { _ in false }) -> CargoFile {
    var text =
      "Bestellnr;Bemerkung;Versandart;Liefername;Lieferstrasse;Lieferplz;Lieferort;Lieferland;Position;Artikelnr;Menge;Preis;Preiseinheit;Waehrung;Lager;Eilt\n"
    for number in numbers {
      text +=
        "\(number);\(comment);Abholung;Müller;Königstraße 1;70173;Stuttgart;DE;1;P\(number);3;1.204,25;1;EUR;\(unwanted(number) ? "99" : "68");N\n"
    }
    return CargoFile(
      partner: "north", name: name, bytes: Array(text.data(using: .windowsCP1252) ?? Data()),
      documents: numbers.map { .init(number: "\($0)", lines: ["1"], fate: unwanted($0) ? .unwanted : .good) }, kind: "orders")
  }

  /// The file as it comes back: what the target has is a repeat, what it refused is sent again.
  static func replay(of file: CargoFile) -> CargoFile {
    CargoFile(
      partner: file.partner, name: "\(file.stem).replay\(file.name.dropFirst(file.stem.count))", bytes: file.bytes,
      documents: file.documents.map { .init(number: $0.number, lines: $0.lines, fate: $0.fate == .good ? .known : $0.fate) },
      kind: file.kind)
  }

  /// Without prices and warehouses, which their shipping plans tell; where a part has no primary warehouse there is no plan to order by.
  static func planned(_ name: String, _ numbers: ClosedRange<Int>, unwanted: (Int) -> Bool = { _ in false }) -> CargoFile {
    var text = "Auftrag;Pos;Artikel;Menge\n"
    for number in numbers { text += "\(number);1;\(unwanted(number) ? "NOPRIMARY" : "P")\(number);3\n" }
    return CargoFile(
      partner: "planned", name: name, bytes: Array(text.utf8),
      documents: numbers.map { .init(number: "\($0)", lines: ["1"], fate: unwanted($0) ? .unwanted : .good) }, kind: "orders")
  }

  static func returns(_ name: String, _ numbers: ClosedRange<Int>, prefix: String = "R-") -> CargoFile {
    var text = "return_number;order_number;return_date;external_order_id;external_order_date;line;part_number;quantity;reason\n"
    for number in numbers { text += "\(prefix)\(number);X-\(number);2026-11-21;E\(number);2026-11-01;1;P\(number);1;DAMAGED\n" }
    return CargoFile(
      partner: "default", name: name, bytes: Array(text.utf8),
      documents: numbers.map { .init(number: "\(prefix)\($0)", lines: ["1"], fate: .good) }, kind: "returns")
  }

  private static func question(_ name: String, _ header: String, _ rows: [String], _ lines: [String]) -> CargoFile {
    let kind = String(name.prefix { $0 != "." }.reversed().drop { $0.isNumber || $0 == "-" }.reversed())
    return CargoFile(
      partner: "default", name: name, bytes: Array(([header] + rows).map { $0 + "\n" }.joined().utf8),
      documents: [.init(number: "", lines: lines, fate: .good)], kind: kind)
  }
}
