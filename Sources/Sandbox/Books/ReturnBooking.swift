/// One return of the platform as the ERP books it: one external return, a line for each item.
struct ReturnBooking {
  let id: String
  let entry: Entry
  /// The body of the response to `POST /returns`.
  let response: JSONValue

  /// `time` is 1 when the number comes for the first time; `date` is the return date, which the ERP keeps as its own.
  init(number: String, time: Int, date: String, items: [JSONValue]) {
    let isExample = number == SeedExample.returnNumber && time == 1
    let id = isExample ? SeedExample.returnId : StableHash.identifier(number, String(time))
    let lines = items.indices.map { isExample && $0 < 2 ? ["alpha", "beta"][$0] : String($0 + 1) }
    response = [
      "items": .array(
        zip(items, lines).map { item, line in
          [
            "index": item["index"] ?? .null, "externalReturnDate": .text(date), "externalReturnId": .text(id),
            "externalReturnNumber": .text("RETURN-" + id), "externalReturnLineNumber": .text(line),
          ]
        })
    ]
    let submitted: JSONValue = [
      "items": .array(lines.map { ["externalReturnLineNumber": .text($0), "status": "SUBMITTED", "closed": false] })
    ]
    entry = Entry(number: number, date: date, state: isExample && items.count == 2 ? SeedExample.returnState : submitted)
    self.id = id
  }
}
