import Contracts
import Documents
import Testing
import Translation

/// Orders that say only part and quantity, and the documentation's example of a shipping plan for them: of 17 pieces wanted 10 come from 68,
/// 3 from 24 and 2 from 44; 2 are on back order.
protocol PlannedOrders {}

private let columns =
  "order_number;ship_type;operator_email;operator_first_name;operator_last_name;line;urgent;part_number;quantity;warehouse_id;net_price;"
  + "currency;public_price;promotion_id;fee_label;fee_price"

extension PlannedOrders {
  func handling(
    _ backOrder: PlanStep.BackOrder = .refuse, force: Bool = false, defaults: [String: String] = [:]
  ) -> Handling {
    Handling(defaults: defaults, planStep: PlanStep(isOn: true, backOrder: backOrder, forcePrimaryWarehouse: force))
  }

  /// Rows from `line` on; cells behind the last given one are empty.
  func order(_ rows: String..., handling: Handling) throws -> Document {
    let width = columns.split(separator: ";").count
    let lines = rows.map { row in
      let cells = "O1;USER;a@b.c;A;B;\(row)".split(separator: ";", omittingEmptySubsequences: false)
      return (cells + Array(repeating: "", count: max(0, width - cells.count))).joined(separator: ";") + "\n"
    }
    let file = try ReadFile(columns + "\n" + lines.joined(), named: "orders.csv", as: .orders, handling)
    try #require(file.said == [], "\(file.said)")
    return file.documents[0]
  }

  func completion(_ handling: Handling) throws -> OrderCompletion {
    try #require(OrderCompletion(file: "orders.csv", handling: handling))
  }

  func index(_ question: SearchItem) -> String {
    if case .shared(_, let index, _) = question.call { index } else { "" }
  }

  /// The example's item for a question, with `changes` made to its text.
  func item(_ question: SearchItem, _ changes: [String: String] = [:]) throws -> String {
    let example = try JSONReader.read(Sample("shipping-plans/seed-example").bytes("response.json"))["items"]?.elements?[0]
    var text = String(decoding: try #require(example).bytes, as: UTF8.self)
    for (old, new) in changes {
      try #require(text.contains(old), "\(old)")
      text = text.replacing(old, with: new)
    }
    return text.replacing("ba4fce1c-e261-4ff6-a92c-23038a5e146a", with: index(question))
  }

  func plan(_ items: String...) -> [UInt8] { Array("{\"items\":[\(items.joined(separator: ","))]}".utf8) }

  func complete(_ row: String, _ handling: Handling, _ changes: [String: String] = [:]) throws -> OrderCompletion.Completed {
    let document = try order(row, handling: handling)
    let completion = try completion(handling)
    let questions = completion.questions(document)
    return completion.complete(document, questions, plans: [plan(try item(questions[0], changes))])
  }

  func body(_ document: Document, _ handling: Handling) throws -> JSONValue {
    var planner = DocumentPlanner(kind: .orders, handling: handling)
    let fingerprint = planner.fingerprint(of: document)
    let plan = planner.plan(document, fingerprint: fingerprint)
    return try JSONReader.read(try #require(plan).call.body)
  }

  func warehouses(_ completed: OrderCompletion.Completed, _ handling: Handling) throws -> [String?] {
    (try body(completed.document, handling)["items"]?.elements ?? []).flatMap { $0["warehouses"]?.elements ?? [] }
      .map { "\($0["orderedQuantity"]?.text ?? "") from \($0["externalId"]?.text ?? "")" }
  }
}
