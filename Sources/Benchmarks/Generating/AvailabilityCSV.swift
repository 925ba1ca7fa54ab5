enum AvailabilityCSV {
  static func write(_ count: Int, to output: inout StandardOutput) throws(OutputError) {
    output.append("line;part_number;tecdoc_part_number;tecdoc_manufacturer_id;quantity\n")
    for line in 1...count {
      let values = SampleLine(document: 0, line: line)
      output.append(line)
      output.append(";")
      output.append(values.article, digits: 5)
      output.append("FERRY;")
      output.append(values.article, digits: 5)
      output.append(";")
      output.append(values.maker, digits: 4)
      output.append(";")
      output.append(values.quantity)
      output.append("\n")
      try output.flushIfFull()
    }
  }
}
