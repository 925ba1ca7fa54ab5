import Contracts

/// The calls of Schneider Electric's APIs (docs/contract section 4).
struct SchneiderCalls {
  let addresses: SchneiderAddresses

  /// One product a call.
  func productAvailability(of reference: String, quantity: String, shipTo: String) -> PlannedCall {
    let segment = reference.split(separator: "/", omittingEmptySubsequences: false).map { PlannedCall.percentEncoded(String($0)) }
      .joined(separator: addresses.slash)
    return PlannedCall(
      .getProductAvailability, path: addresses.productAvailabilityPath + "/products/" + segment,
      query: [.init(addresses.quantityName, quantity), .init(addresses.shipToName, shipTo)])
  }

  /// The first page. The page is the last query item.
  func orders(in country: String, status: String?, purchaser: String?) -> PlannedCall {
    var query: [PlannedCall.QueryItem] = []
    if let status { query.append(.init(addresses.orderStatusName, status)) }
    if let purchaser { query.append(.init(addresses.purchaserIDName, purchaser)) }
    query += [.init(addresses.pageSizeName, String(addresses.pageSize)), .init(addresses.pageName, "1")]
    return PlannedCall(.searchSchneiderOrders, path: path("orders", country), query: query)
  }

  func order(_ number: String, in country: String, item: String?) -> PlannedCall {
    PlannedCall(.getSchneiderOrder, path: item.map { path("orders", country, number, $0) } ?? path("orders", country, number))
  }

  func shipments(of item: String, order: String, in country: String) -> PlannedCall {
    PlannedCall(.getSchneiderShipments, path: path("orders", country, order, item, "shipment-schedules"))
  }

  private func path(_ segments: String...) -> String {
    addresses.orderStatusPath + "/" + segments.map(PlannedCall.percentEncoded).joined(separator: "/")
  }
}
