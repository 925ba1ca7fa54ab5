import Synchronization

/// What the stand-in has been ordered and returned, in memory.
final class Books: Sendable {
  private struct Pages {
    var orders: [String: Entry] = [:]
    var returns: [String: Entry] = [:]
    /// Commits by number.
    var orderCounts: [String: Int] = [:]
    var returnCounts: [String: Int] = [:]
    /// First responses by number, kept only where repeated numbers are recognised.
    var orderResponses: [String: JSONValue] = [:]
    var returnResponses: [String: JSONValue] = [:]
  }

  let schneider = SchneiderBooks()
  private let pages: Mutex<Pages>
  private let blank: Pages
  private let externalDate: String
  private let keepsBodies: Bool
  private let recognisesRepeats: Bool

  init(externalDate: String, keepsBodies: Bool, recognisesRepeats: Bool, holdsExamples: Bool) {
    self.externalDate = externalDate
    self.keepsBodies = keepsBodies
    self.recognisesRepeats = recognisesRepeats
    var blank = Pages()
    if holdsExamples {
      let order = Entry(number: SeedExample.orderNumber, date: SeedExample.orderDate, state: SeedExample.orderState)
      for (id, _) in SeedExample.orderIds.values { blank.orders[id] = order }
      blank.returns[SeedExample.returnId] = Entry(
        number: SeedExample.returnNumber, date: SeedExample.returnDate, state: SeedExample.returnState)
    }
    self.blank = blank
    pages = Mutex(blank)
  }

  /// How often each order number was ordered.
  var orderCounts: [String: Int] { pages.withLock { $0.orderCounts } }
  /// How often each return number was returned.
  var returnCounts: [String: Int] { pages.withLock { $0.returnCounts } }

  func reset() {
    pages.withLock { $0 = blank }
    schneider.reset()
  }

  func date(ofOrder id: String) -> String? { pages.withLock { $0.orders[id]?.date } }

  /// `date` is nil where the client gave none; else it must be the entry's.
  func state(ofOrder id: String, date: String?) -> JSONValue? { state(pages.withLock { $0.orders[id] }, date) }
  func state(ofReturn id: String, date: String?) -> JSONValue? { state(pages.withLock { $0.returns[id] }, date) }

  private func state(_ entry: Entry?, _ date: String?) -> JSONValue? {
    guard let entry, date == nil || date == entry.date else { return nil }
    return entry.state
  }

  /// Every call is an order of its own, unless repeats are recognised.
  func enter(order number: String, items: [JSONValue]) -> Reply {
    pages.withLock { pages in
      if let response = pages.orderResponses[number] { return .ok(response) }
      let time = pages.orderCounts[number, default: 0] + 1
      let split = OrderSplit(number: number, time: time, date: externalDate, items: items, keepsParts: keepsBodies)
      pages.orderCounts[number] = time
      for order in split.orders { pages.orders[order.id] = order.entry }
      if recognisesRepeats { pages.orderResponses[number] = split.response }
      return .ok(split.response, committed: true)
    }
  }

  func enter(return number: String, date: String, items: [JSONValue]) -> Reply {
    pages.withLock { pages in
      if let response = pages.returnResponses[number] { return .ok(response) }
      let time = pages.returnCounts[number, default: 0] + 1
      let booking = ReturnBooking(number: number, time: time, date: date, items: items)
      pages.returnCounts[number] = time
      pages.returns[booking.id] = booking.entry
      if recognisesRepeats { pages.returnResponses[number] = booking.response }
      return .ok(booking.response, committed: true)
    }
  }

  /// Replaces the addressed line of every order entry that has it. Throws where none has, and what `change` throws; then nothing changes.
  func changeOrders(
    _ address: LineAddress, _ change: (JSONValue) throws(ControlRefusal) -> JSONValue
  ) throws(ControlRefusal) {
    try pages.withLock { pages throws(ControlRefusal) in
      try Self.change(&pages.orders, "externalLineNumber", address, change)
    }
  }

  func changeReturns(
    _ address: LineAddress, _ change: (JSONValue) throws(ControlRefusal) -> JSONValue
  ) throws(ControlRefusal) {
    try pages.withLock { pages throws(ControlRefusal) in
      try Self.change(&pages.returns, "externalReturnLineNumber", address, change)
    }
  }

  private static func change(
    _ entries: inout [String: Entry], _ lineNumber: String, _ address: LineAddress,
    _ change: (JSONValue) throws(ControlRefusal) -> JSONValue
  ) throws(ControlRefusal) {
    var changed: [String: Entry] = [:]
    for (id, entry) in entries where address.means(id, entry) {
      var items = entry.state["items"]?.elements ?? []
      guard let position = items.firstIndex(where: { $0[lineNumber]?.text == address.line }) else { continue }
      items[position] = try change(items[position])
      changed[id] = Entry(number: entry.number, date: entry.date, state: ["items": .array(items)])
    }
    guard !changed.isEmpty else { throw ControlRefusal(messages: ["the books hold nothing of \(address.description)"]) }
    entries.merge(changed) { $1 }
  }
}
