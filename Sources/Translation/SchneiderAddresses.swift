/// Where Schneider Electric's operations are below the base URL, and how their parameters are spelt: versions move, and the documents and
/// the live service differ (docs/contract section 4). The defaults are the documents'.
package struct SchneiderAddresses: Sendable, Hashable, Codable {
  package var orderStatusPath = "/v1/supply-chain/partner-order-status"
  package var productAvailabilityPath = "/v2/sales-operation/product-availability"
  /// Orders a page; the live service gives at most 100, the documents say 200.
  package var pageSize = 200
  /// What stands for a slash in a product reference, put into the path as it is.
  package var slash = "%2F"
  package var quantityName = "quantity"
  package var shipToName = "shipTo"
  package var orderStatusName = "order-status"
  /// `purchaser-id` in the live 1.1 specification.
  package var purchaserIDName = "purchaserid"
  package var pageSizeName = "page-size"
  package var pageName = "page"

  package init() {}
}
