/// The operations of the ERP facade v1.
enum ErpFacade {
  static let endpoints: [Endpoint] = [
    .testConnection, .availabilitySearch, .shippingPlanSearch, .orderEntry, .orderState, .returnEntry, .returnState, .preCheckout,
  ]
}
