import SystemPackage

/// A file with one order that no other file has.
struct OrderFile {
  let number: Int
  let lines: Int

  var name: String { "orders-\(number).csv" }

  private var text: String {
    var text = """
      order_number;ship_type;ship_city;ship_country;operator_email;operator_first_name;operator_last_name;line;urgent;part_number;\
      tecdoc_part_number;tecdoc_manufacturer_id;net_price;currency;warehouse_id;quantity

      """
    for line in 1...lines {
      let values = SampleLine(document: number, line: line)
      text += "S\(number);COUNTER;Lyon;FRA;parts@example.org;Paula;Pickering;\(line);\(SampleLine.isUrgent(line));\(values.article)FERRY;"
      text +=
        "\(values.article);\(values.maker);\(values.price / 100).\(10 + values.price % 90);EUR;\(values.warehouse);\(values.quantity)\n"
    }
    return text
  }

  /// Plainly, without fsync: that is the sender's business.
  func write(into folder: FilePath) throws {
    try Self.write(text, to: folder.appending(name))
  }

  static func write(_ text: String, to path: FilePath) throws {
    let file = try FileDescriptor.open(path, .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
    _ = try file.closeAfter { try file.writeAll(text.utf8) }
  }
}
