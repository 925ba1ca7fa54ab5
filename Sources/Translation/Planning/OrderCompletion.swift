import Contracts
package import Documents

/// Completes an order that says only part and quantity by the target's shipping plan: warehouses by what each would dispatch, prices from its
/// pricing (docs/contract section 3, decision 2). What the sender has written stays.
package struct OrderCompletion {
  let file: String
  let handling: Handling
  let places: OrderPlaces

  /// nil where the partner's orders are not planned.
  package init?(file: String, handling: Handling) {
    guard handling.planStep.isOn else { return nil }
    self.file = file
    self.handling = handling
    places = OrderPlaces()
  }

  /// What to ask for the lines that lack a warehouse or a price; nothing where the order is complete.
  package func questions(_ document: Document) -> [SearchItem] {
    let lines = LineNotes(of: document).lines
    var indices = LineIndices([handling.target(of: .orders), handling.partner, Kind.orders.rawValue])
    indices.begin(document.number ?? "", lines: lines.count)
    var json = BodyBuffer()
    return zip(document.lines, lines).compactMap { entry, line in
      guard lacksWarehouse(entry, document) || lacksPrice(entry, document) else { return nil }
      json.removeAll()
      write(entry, document, &indices, into: &json)
      return SearchItem(
        document: document.number ?? "", line: line.number, sourceLine: line.sourceLine, target: handling.target(of: .orders),
        call: .shared(
          .shippingPlans(forcePrimaryWarehouse: handling.planStep.forcePrimaryWarehouse), index: indices.values.last ?? "",
          object: json.bytes))
    }
  }

  package struct Completed: Sendable {
    package let document: Document
    /// With what was planned for each line.
    package let lines: LineNotes
    /// With any of these nothing is ordered.
    package let findings: [Finding]
    /// For the journal.
    package var summary: String { lines.lines.filter { !$0.plan.isEmpty }.map { "line \($0.number) \($0.plan)" }.joined(separator: "; ") }
  }

  /// `plans`: the responses to the calls that asked `questions`.
  package func complete(_ document: Document, _ questions: [SearchItem], plans: [[UInt8]]) -> Completed {
    var items: [String: JSONValue] = [:]
    for response in plans {
      for item in (try? JSONReader.read(response))?["items"]?.elements ?? [] {
        if let index = item["index"]?.text { items[index] = item }
      }
    }
    var indexOfLine: [String: String] = [:]
    for question in questions {
      if case .shared(_, let index, _) = question.call { indexOfLine[question.line] = index }
    }
    var document = document
    var findings: [Finding] = []
    var lines: [LineNotes.Line] = []
    for (entry, line) in zip(document.lines, LineNotes(of: document).lines) {
      var line = line
      if let index = indexOfLine[line.number] {
        do throws(PlanMistake) {
          var plan = LinePlan(items[index], completion: self, entry: entry, document: document)
          line.plan = try plan.apply()
          document = plan.document
        } catch {
          switch error {
          case .finding(let code, let message): findings.append(finding(code, message, line, document))
          case .nothingThere(let message):
            line.plan = message
            line.isSent = false
          }
        }
      }
      lines.append(line)
    }
    for (entry, line) in zip(document.lines, lines) where !line.isSent { document.unlink(entry) }
    if findings.isEmpty, document.lineCount == 0 {
      findings = lines.map { finding(.backOrder, $0.plan, $0, document) }
    }
    return Completed(document: document, lines: LineNotes(lines), findings: findings)
  }

  private func finding(_ code: Finding.Code, _ message: String, _ line: LineNotes.Line, _ document: Document) -> Finding {
    Finding(code, file: file, line: line.sourceLine, document: document.number, documentLine: line.number, message)
  }

  // MARK: what is missing

  func lacksWarehouse(_ line: Int, _ document: Document) -> Bool {
    handling.defaults["warehouse_id"] == nil
      && document.entries(of: places.warehouses, in: line).contains { !document.value($0, places.warehouse).isFilled }
  }

  func lacksPrice(_ line: Int, _ document: Document) -> Bool {
    ["net_price", "currency"].contains { document.string($0, in: line) == nil && handling.defaults[$0] == nil }
  }

  /// Pieces of a line, over all of its warehouses.
  func quantity(_ line: Int, _ document: Document) -> Int {
    document.entries(of: places.warehouses, in: line).reduce(0) { sum, entry in
      sum + (Int(document.string(document.value(entry, places.quantity))) ?? Int(handling.defaults["quantity"] ?? "") ?? 0)
    }
  }

  private func write(_ line: Int, _ document: Document, _ indices: inout LineIndices, into json: inout BodyBuffer) {
    func name(_ text: StaticString) { json.raw(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }
    func string(_ label: StaticString, _ text: String?) {
      guard var text else { return }
      name(label)
      text.withUTF8 { json.string(UnsafeRawBufferPointer($0)) }
    }
    name("{\"index\":")
    var number = document.layout.lineSlot.map { document.string(document.value(line, $0)) } ?? ""
    number.withUTF8 { indices.append(line: UnsafeRawBufferPointer($0), to: &json) }
    if let urgent = document.string("urgent", in: line) ?? handling.defaults["urgent"] {
      name("\"isUrgent\":")
      json.boolean(urgent == "true" || urgent == "1")
    }
    name("\"requestedQuantity\":")
    json.number(quantity(line, document))
    name("\"part\":{\"identifier\":{")
    if let part = document.string("part_number", in: line) {
      name("\"external\":{")
      string("\"partNumber\":", part)
      json.close(UInt8(ascii: "}"))
    }
    if let part = document.string("tecdoc_part_number", in: line) {
      name("\"tecdoc\":{")
      string("\"partNumber\":", part)
      string("\"manufacturerId\":", document.string("tecdoc_manufacturer_id", in: line))
      json.close(UInt8(ascii: "}"))
    }
    for _ in 0..<3 { json.close(UInt8(ascii: "}")) }
    json.end()
  }
}

/// Where the parts of an order stand that a plan fills in.
struct OrderPlaces {
  let warehouses: Int
  let warehouse: Int
  let quantity: Int
  let fees: Int
  let feeLabel: Int
  let feePrice: Int

  init() {
    let layout = Kind.orders.layout
    func place(_ column: String) -> (section: Int, slot: Int) { layout.fieldIndex(column: column).map { layout.place(of: $0) } ?? (0, 0) }
    (warehouses, warehouse) = place("warehouse_id")
    quantity = place("quantity").slot
    (fees, feeLabel) = place("fee_label")
    feePrice = place("fee_price").slot
  }

  /// Slot of a line's own field.
  func slot(_ column: String) -> Int {
    let layout = Kind.orders.layout
    return layout.fieldIndex(column: column).map { layout.place(of: $0).slot } ?? 0
  }
}

/// Why a line cannot be ordered as planned.
enum PlanMistake: Error {
  case finding(Finding.Code, String)
  /// Nothing of it can be had, and the settings say to order what there is.
  case nothingThere(String)
}
