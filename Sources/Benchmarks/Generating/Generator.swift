/// Large canonical files, the same bytes for the same arguments, in flat memory.
struct Generator {
  private enum Form: String {
    case ordersCSV = "orders-csv"
    case ordersXML = "orders-xml"
    case partnerCSV = "partner-csv"
    case partnerXML = "partner-xml"
    case availabilityCSV = "availability-csv"
  }

  private let form: Form
  private let count: Int
  private let lines: Int

  init(_ arguments: inout Arguments) throws(UsageError) {
    let word = try arguments.word("kind of file")
    guard let form = Form(rawValue: word) else { throw UsageError("\(word) is no kind of file") }
    self.form = form
    count = try arguments.count("number of documents")
    lines = try arguments.count("number of lines", default: 1)
  }

  func write(to output: inout StandardOutput) throws(OutputError) {
    switch form {
    case .ordersCSV: try OrdersCSV.write(count, lines: lines, to: &output)
    case .ordersXML: try OrdersXML.write(count, lines: lines, to: &output)
    case .partnerCSV: try PartnerCSV.write(count, lines: lines, to: &output)
    case .partnerXML: try PartnerXML.write(count, lines: lines, to: &output)
    case .availabilityCSV: try AvailabilityCSV.write(count, to: &output)
    }
    try output.flush()
  }
}
