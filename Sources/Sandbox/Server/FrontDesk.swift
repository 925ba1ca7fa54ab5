/// Records what arrives and takes it to the desk it is meant for.
struct FrontDesk: Sendable {
  var facade: FacadeDesk
  var schneider: SchneiderDesk
  var record: RequestRecord
  var keepsBodies: Bool

  func handle(_ arrival: Arrival) async -> Delivery {
    var entry = entry(arrival)
    let place = record.begin(entry)
    let isSchneider = SchneiderDesk.owns(arrival.target.path)
    let delivery = await isSchneider ? schneider.answer(arrival, &entry) : facade.answer(arrival, &entry)
    entry.committed = delivery.reply.committed
    switch delivery.manner {
    case .dropped, .never: break
    case .whole, .truncated, .slowly: entry.status = delivery.reply.status
    }
    record.update(place, entry)
    return delivery
  }

  /// A request whose body was not read to its end.
  func refuseTooLong(_ arrival: Arrival) -> Delivery {
    var entry = entry(arrival)
    entry.status = 413
    _ = record.begin(entry)
    return Delivery(reply: .empty(413))
  }

  /// Of a token request, which holds a secret, neither body nor query is kept.
  private func entry(_ arrival: Arrival) -> RecordedRequest {
    let isSecret = arrival.target.path == SchneiderDesk.tokenPath
    return RecordedRequest(
      method: arrival.method, path: arrival.target.path, query: isSecret ? nil : arrival.target.query,
      idempotencyKey: arrival.idempotencyKey, body: keepsBodies && !isSecret ? arrival.body : nil)
  }
}
