import FoundationEssentials
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

  func write(into folder: FilePath) throws {
    try Data(text.utf8).write(to: URL(filePath: folder.appending(name).string))
  }
}
