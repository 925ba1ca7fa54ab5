import Contracts
import Documents
import Testing
import Translation

/// Orders that say only part and quantity become whole by a shipping plan.
@Suite struct OrderCompletionTests: PlannedOrders {
  // MARK: the question

  @Test func `the plan is asked for each line that lacks a warehouse or a price, with the order's own index`() throws {
    let handling = handling(force: true)
    let document = try order("1;true;P;17", "2;0;Q;3;68;1.5;EUR", "3;0;R;4;24", "3;0;R;2;44", handling: handling)
    let questions = try completion(handling).questions(document)
    #expect(questions.map(\.line) == ["1", "3"])
    let call = PlannedCall.asking(questions)
    #expect(call.requestLine == "POST /shipping-plans/search")
    #expect(
      String(decoding: call.body, as: UTF8.self) == """
        {"items":[{"index":"\(index(questions[0]))","isUrgent":true,"requestedQuantity":17,\
        "part":{"identifier":{"external":{"partNumber":"P"}}}},\
        {"index":"\(index(questions[1]))","isUrgent":false,"requestedQuantity":6,\
        "part":{"identifier":{"external":{"partNumber":"R"}}}}],"forcePrimaryWarehouse":true}
        """)
    var planner = DocumentPlanner(kind: .orders, handling: handling)
    let fingerprint = planner.fingerprint(of: document)
    #expect(planner.plan(document, fingerprint: fingerprint)?.call.indices.first == index(questions[0]))
  }

  @Test func `without a plan step nothing is completed, and a whole order asks nothing`() throws {
    #expect(OrderCompletion(file: "a.csv", handling: Handling()) == nil)
    let handling = handling(defaults: ["warehouse_id": "68", "net_price": "1", "currency": "EUR"])
    #expect(try completion(handling).questions(order("1;0;P;17", handling: handling)).isEmpty)
  }

  // MARK: back orders

  @Test func `refuse: nothing is ordered, and the sender reads what there is`() throws {
    let completed = try complete("1;true;1234WALKER;17", handling(.refuse))
    #expect(
      completed.findings.map(\.description) == [
        "orders.csv:2: 2 of 17 are on back order (there: 10 from 68, 3 from 24, 2 from 44); nothing was ordered: order fewer, name the warehouses, or change plan_step.back_order"
      ])
    #expect(completed.findings.map(\.code) == [.backOrder])
    #expect(completed.findings.map(\.documentLine) == ["1"])
  }

  @Test func `available: what there is is ordered, letter by letter`() throws {
    let handling = handling(.available)
    let document = try order("1;true;1234WALKER;17", handling: handling)
    let completion = try completion(handling)
    let questions = completion.questions(document)
    let completed = completion.complete(document, questions, plans: [plan(try item(questions[0]))])
    #expect(completed.findings == [])
    let note = "planned: 10 from 68, 3 from 24, 2 from 44; 2 of 17 on back order, not ordered; price 204.25 EUR"
    #expect(completed.lines.lines.map(\.plan) == [note])
    #expect(completed.summary == "line 1 \(note)")
    var planner = DocumentPlanner(kind: .orders, handling: handling)
    let fingerprint = planner.fingerprint(of: document)
    let plan = planner.plan(completed.document, fingerprint: fingerprint, notes: completed.lines)
    #expect(
      String(decoding: try #require(plan).call.body, as: UTF8.self) == """
        {"orderNumber":"O1","shipping":{"type":"USER","address":{}},"items":[{"index":"\(index(questions[0]))","isUrgent":true,\
        "part":{"identifier":{"external":{"partNumber":"1234WALKER"}}},\
        "pricing":{"netPrice":204.25,"publicPrice":215,"currency":"EUR","vat":0.2,"corePrice":120,"promotion":{"externalId":"Promo2018"},\
        "fees":[{"label":"ecotaxe","price":2.94}]},\
        "warehouses":[{"externalId":"68","orderedQuantity":10},{"externalId":"24","orderedQuantity":3},\
        {"externalId":"44","orderedQuantity":2}]}],"operator":{"email":"a@b.c","firstName":"A","lastName":"B"}}
        """)
    #expect(LineNotes(try #require(plan).lines) == completed.lines)
  }

  @Test func `primary: all of it is ordered from the primary warehouse`() throws {
    let handling = handling(.primary)
    let completed = try complete("1;true;1234WALKER;17", handling)
    #expect(completed.findings == [])
    #expect(try warehouses(completed, handling) == ["17 from 68"])
    #expect(
      completed.lines.lines.map(\.plan) == ["planned: all 17 from the primary warehouse 68; 2 of them on back order; price 204.25 EUR"])
    let flagged = try complete("1;true;P;17", handling, ["\"externalPrimaryWarehouseId\":\"68\",": ""])
    #expect(try warehouses(flagged, handling) == ["17 from 68"])
    let unknown = try complete(
      "1;true;P;17", handling, ["\"externalPrimaryWarehouseId\":\"68\",": "", "\"isPrimary\":true": "\"isPrimary\":false"])
    #expect(
      unknown.findings.map(\.message) == [
        "2 of 17 are on back order, and the plan names no primary warehouse; nothing was ordered: name the warehouses"
      ])
  }

  @Test(arguments: PlanStep.BackOrder.allCases) func `where all is there the policy does not matter`(policy: PlanStep.BackOrder) throws {
    let handling = handling(policy)
    let completed = try complete("1;true;P;15", handling)
    #expect(completed.findings == [])
    #expect(try warehouses(completed, handling) == ["10 from 68", "3 from 24", "2 from 44"])
    #expect(completed.lines.lines.map(\.plan) == ["planned: 10 from 68, 3 from 24, 2 from 44; price 204.25 EUR"])
  }

  @Test func `where nothing is there an order of that line alone is refused, whatever the policy but primary`() throws {
    let empty = [
      "\"dispatchQuantity\":10": "\"dispatchQuantity\":0", "\"dispatchQuantity\":3": "\"dispatchQuantity\":0",
      "\"dispatchQuantity\":2": "\"dispatchQuantity\":0",
    ]
    #expect(
      try complete("1;true;P;17", handling(.refuse), empty).findings.map(\.message) == [
        "17 of 17 are on back order (none there); nothing was ordered: order fewer, name the warehouses, or change plan_step.back_order"
      ])
    #expect(
      try complete("1;true;P;17", handling(.available), empty).findings.map(\.description) == [
        "orders.csv:2: not ordered: all 17 are on back order"
      ])
    #expect(try warehouses(complete("1;true;P;17", handling(.primary), empty), handling(.primary)) == ["17 from 68"])
  }

  // MARK: what is taken over

  @Test func `only the price is missing: the sender's warehouses stay, prices, promotion and fees are taken over`() throws {
    let handling = handling(.refuse)
    let document = try order("1;true;P;4;99", "1;;;13;98", handling: handling)
    let completion = try completion(handling)
    let questions = completion.questions(document)
    let completed = completion.complete(document, questions, plans: [plan(try item(questions[0]))])
    #expect(completed.findings == [])
    #expect(try warehouses(completed, handling) == ["4 from 99", "13 from 98"])
    #expect(completed.lines.lines.map(\.plan) == ["planned: price 204.25 EUR"])
    let pricing = try body(completed.document, handling)["items"]?.elements?[0]["pricing"]
    #expect(pricing?["promotion"]?["externalId"] == .string("Promo2018"))
    #expect(pricing?["fees"]?.elements?.count == 1)
  }

  @Test func `the sender's price stays, and only the currency is taken`() throws {
    let handling = handling(.available)
    let completed = try complete("1;true;P;17;;99.50", handling)
    #expect(completed.findings == [])
    #expect(
      try body(completed.document, handling)["items"]?.elements?[0]["pricing"]
        == .object([.init("netPrice", .number("99.50")), .init("currency", .string("EUR"))]))
    #expect(
      completed.lines.lines.map(\.plan) == [
        "planned: 10 from 68, 3 from 24, 2 from 44; 2 of 17 on back order, not ordered; price 99.50 EUR"
      ])
    let whole = try complete("1;true;P;17;;99.50;USD", handling)
    #expect(whole.lines.lines.map(\.plan) == ["planned: 10 from 68, 3 from 24, 2 from 44; 2 of 17 on back order, not ordered"])
  }

  @Test func `of prices, promotion and fees the sender's own stay beside the plan's`() throws {
    let handling = handling(.available)
    let completed = try complete("1;true;P;17;;;;230;MINE;own;7", handling)
    let pricing = try body(completed.document, handling)["items"]?.elements?[0]["pricing"]
    #expect(pricing?["netPrice"] == .number("204.25"))
    #expect(pricing?["publicPrice"] == .number("230"))
    #expect(pricing?["promotion"]?["externalId"] == .string("MINE"))
    #expect(pricing?["fees"]?.elements?.map { $0["label"] } == [.string("own")])
  }

  // MARK: several lines

  @Test func `a line of which nothing is there is left out, and the answer says so in its place`() throws {
    let handling = handling(.available)
    let document = try order("1;true;P;15", "2;0;Q;5", "3;0;R;1;68;1;EUR", "4;0;S;2", handling: handling)
    let completion = try completion(handling)
    let questions = completion.questions(document)
    #expect(questions.map(\.line) == ["1", "2", "4"])
    let none =
      "{\"index\":\"\(index(questions[1]))\",\"pricing\":{\"netPrice\":1,\"currency\":\"EUR\"},\"shippingPlans\":{\"warehouses\":[]}}"
    let two =
      "{\"index\":\"\(index(questions[2]))\",\"pricing\":{\"netPrice\":1,\"currency\":\"EUR\"},\"shippingPlans\":{\"warehouses\":[{\"externalId\":24,\"dispatchQuantity\":2}]}}"
    // In two calls, and not in the order of the lines.
    let completed = completion.complete(document, questions, plans: [plan(two, try item(questions[0])), plan(none)])
    #expect(completed.findings == [])
    #expect(completed.lines.lines.map(\.number) == ["1", "2", "3", "4"])
    #expect(completed.lines.lines.map(\.isSent) == [true, false, true, true])
    #expect(completed.lines.lines.map(\.sourceLine) == [2, 3, 4, 5])
    #expect(LineNotes(completed.lines.bytes) == completed.lines)
    #expect(
      completed.summary
        == "line 1 planned: 10 from 68, 3 from 24, 2 from 44; price 204.25 EUR; line 2 not ordered: all 5 are on back order; line 4 planned: 2 from 24; price 1 EUR"
    )

    var planner = DocumentPlanner(kind: .orders, handling: handling)
    let fingerprint = planner.fingerprint(of: document)
    let planned = planner.plan(completed.document, fingerprint: fingerprint, notes: completed.lines)
    let plan = try #require(planned)
    let sent = try #require(JSONReader.read(plan.call.body)["items"]?.elements)
    #expect(sent.map { $0["part"]?["identifier"]?["external"]?["partNumber"]?.text } == ["P", "R", "S"])
    #expect(plan.call.indices == sent.map { $0["index"]?.text })
    #expect(plan.call.indices.count == 3)
    #expect([plan.call.indices[0], plan.call.indices[2]] == [index(questions[0]), index(questions[2])])

    let orders = zip(plan.call.indices, ["68", "68", "24"]).map { index, warehouse in
      "{\"externalOrderId\":\"X\",\"externalWarehouseId\":\"\(warehouse)\",\"lines\":[{\"index\":\"\(index)\",\"externalLineNumber\":\"L\"}]}"
    }
    let concluded = ConcludedDocument(
      number: "O1", state: .accepted, sourceLine: 2, lines: LineNotes(plan.lines), body: plan.call.body,
      response: Array("{\"items\":[\(orders.joined(separator: ","))]}".utf8))
    var writer = AnswerWriter(kind: .orders, format: .csv)
    DocumentAnswer(kind: .orders).rows(of: concluded).forEach { writer.append($0) }
    #expect(
      String(decoding: writer.finish(), as: UTF8.self).split(separator: "\n").dropFirst().map(String.init) == [
        "2;O1;1;accepted;;\"planned: 10 from 68, 3 from 24, 2 from 44; price 204.25 EUR\";X;;;68;L;10",
        "3;O1;2;refused;back_order;not ordered: all 5 are on back order;;;;;;", "4;O1;3;accepted;;;X;;;68;L;1",
        "5;O1;4;accepted;;\"planned: 2 from 24; price 1 EUR\";X;;;24;L;2",
      ])
  }

  @Test func `the findings of all lines are told, and with any of them nothing is ordered`() throws {
    let handling = handling(.refuse)
    let document = try order("1;true;P;17", "2;0;Q;5", handling: handling)
    let completion = try completion(handling)
    let questions = completion.questions(document)
    let completed = completion.complete(document, questions, plans: [plan(try item(questions[0]))])
    #expect(completed.findings.map(\.code) == [.backOrder, .unusablePlan])
    #expect(completed.findings.map(\.line) == [2, 3])
    let concluded = ConcludedDocument(number: "O1", state: .refused, sourceLine: 2, lines: completed.lines, findings: completed.findings)
    #expect(DocumentAnswer(kind: .orders).rows(of: concluded).map(\.code) == ["back_order", "unusable_plan"])
  }

  @Test func `an order of which nothing at all is there is refused, line by line`() throws {
    let handling = handling(.available)
    let document = try order("1;true;P;17", "2;0;Q;5", handling: handling)
    let completion = try completion(handling)
    let questions = completion.questions(document)
    let items = questions.map {
      "{\"index\":\"\(index($0))\",\"pricing\":{\"netPrice\":1,\"currency\":\"EUR\"},\"shippingPlans\":{\"warehouses\":[]}}"
    }
    let completed = completion.complete(document, questions, plans: [plan(items[0], items[1])])
    #expect(
      completed.findings.map(\.description) == [
        "orders.csv:2: not ordered: all 17 are on back order", "orders.csv:3: not ordered: all 5 are on back order",
      ])
  }

  // MARK: what does not change

  @Test func `the fingerprint and the key are those of the order as the sender gave it`() throws {
    let handling = handling(.available)
    let document = try order("1;true;P;17", handling: handling)
    var planner = DocumentPlanner(kind: .orders, handling: handling)
    let fingerprint = planner.fingerprint(of: document)
    let completed = try complete("1;true;P;17", handling)
    let plan = planner.plan(completed.document, fingerprint: fingerprint, notes: completed.lines)
    let without = planner.plan(document, fingerprint: fingerprint)
    #expect(plan?.fingerprint == fingerprint)
    #expect(planner.fingerprint(of: completed.document) != fingerprint)
    #expect(plan?.call.idempotencyKey == without?.call.idempotencyKey)
    #expect(plan?.call.indices == without?.call.indices)
  }

  @Test func `what the plan supplies may be absent in XML too`() throws {
    let bare = try Sample("orders/seed-example").text("in.xml").replacing("<netPrice>10</netPrice>", with: "")
      .replacing("<externalId>68</externalId>\n            <orderedQuantity>10", with: "<orderedQuantity>10")
    #expect(try ReadFile(bare, named: "orders.xml", as: .orders).codes == [.missing, .missing, .missing])
    let handling = handling()
    let file = try ReadFile(bare, named: "orders.xml", as: .orders, handling)
    #expect(file.said == [])
    #expect(try completion(handling).questions(file.documents[0]).map(\.line) == ["2"])
  }
}
